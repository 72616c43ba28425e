import { type FormEvent, useState } from 'react';
import { Form, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, type HallAgent, must, wordsOf } from '../../api/client';
import { useBreaks } from '../../state/breaks';
import { hallChanged } from '../../state/hall';
import { Choice } from '../../ui/choice';
import { DialogBox } from '../../ui/dialog';
import { Alert, Button, Field } from '../../ui/kit';

const SHORTEST = 3;

/** An agent's state on the agent's behalf: a wrap-up that was forgotten, a break, the end of the shift. Who did it is noted. */
export function StateDialog({ agent, onClose }: { agent: HallAgent; onClose(): void }) {
  return (
    <DialogBox onClose={onClose}>
      <Order agent={agent} onClose={onClose} />
    </DialogBox>
  );
}

function Order({ agent, onClose }: { agent: HallAgent; onClose(): void }) {
  const { t } = useTranslation();
  const breaks = useBreaks();
  const [choice, setChoice] = useState('+available');
  const [why, setWhy] = useState('');
  const [short, setShort] = useState('');
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const during = agent.state === 'on_call' || agent.state === 'offered';
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (why.trim().length < SHORTEST) {
      setShort(t('call.reason_short'));
      return;
    }
    setBusy(true);
    const to =
      choice === '+available'
        ? ({ state: 'available' } as const)
        : choice === '+offline'
          ? ({ state: 'offline' } as const)
          : ({ state: 'break', reason: choice } as const);
    try {
      await must(
        api.PUT('/api/v1/agents/{agentId}/state', {
          params: { path: { agentId: agent.agent_id } },
          body: { ...to, why: why.trim() },
        }),
      );
      hallChanged();
      onClose();
    } catch (error) {
      setFault(wordsOf(error));
      setBusy(false);
    }
  }
  return (
    <Form onSubmit={submit} className="stack">
      <Heading slot="title" className="dialog-title">
        {t('hall.state_of', { name: agent.name })}
      </Heading>
      <p className="muted">
        {t(during ? 'hall.state_after' : agent.state === 'wrap_up' ? 'hall.state_wrap_up' : 'hall.state_now')}
      </p>
      <Choice
        label={t('hall.state')}
        value={choice}
        onChange={setChoice}
        options={[
          ['+available', t('state.available')],
          ...breaks.choices.map(({ reason, name }): [string, string] => [reason, `${t('state.break')}: ${name}`]),
          ['+offline', t('shift.end')],
        ]}
        data-testid="order-state"
      />
      <Field
        label={t('call.reason')}
        hint={t('hall.why_hint')}
        error={short}
        value={why}
        onChange={(text) => {
          setWhy(text);
          setShort('');
        }}
        maxLength={200}
        data-testid="order-why"
      />
      {fault && <Alert tone="danger">{fault}</Alert>}
      <div className="dialog-buttons">
        <Button onPress={onClose}>{t('call.cancel')}</Button>
        <Button type="submit" tone="primary" isPending={busy} data-testid="order-send">
          {t('hall.change_state')}
        </Button>
      </div>
    </Form>
  );
}
