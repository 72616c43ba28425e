import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type HallAgent, must } from '../../api/client';
import { useBreaks } from '../../state/breaks';
import { hallChanged } from '../../state/hall';
import { Choice } from '../../ui/choice';
import { FormDialog } from '../../ui/form-dialog';
import { Field } from '../../ui/kit';
import { invalid } from '../../ui/sending';

const SHORTEST = 3;

/** An agent's state on the agent's behalf: a wrap-up that was forgotten, a break, the end of the shift. Who did it is noted. */
export function StateDialog({ agent, onClose }: { agent: HallAgent; onClose(): void }) {
  const { t } = useTranslation();
  const breaks = useBreaks();
  const [choice, setChoice] = useState('+available');
  const [why, setWhy] = useState('');
  const during = agent.state === 'on_call' || agent.state === 'offered';
  async function save() {
    if (why.trim().length < SHORTEST) throw invalid({ why: t('call.reason_short') });
    const to =
      choice === '+available'
        ? ({ state: 'available' } as const)
        : choice === '+offline'
          ? ({ state: 'offline' } as const)
          : ({ state: 'break', reason: choice } as const);
    await must(
      api.PUT('/api/v1/agents/{agentId}/state', {
        params: { path: { agentId: agent.agent_id } },
        body: { ...to, why: why.trim() },
      }),
    );
    hallChanged();
  }
  return (
    <FormDialog
      title={t('hall.state_of', { name: agent.name })}
      lead={t(during ? 'hall.state_after' : agent.state === 'wrap_up' ? 'hall.state_wrap_up' : 'hall.state_now')}
      action={t('hall.change_state')}
      onClose={onClose}
      save={save}
      saveId="order-send"
    >
      {(faults) => (
        <>
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
            error={faults.why}
            value={why}
            onChange={setWhy}
            maxLength={200}
            data-testid="order-why"
          />
        </>
      )}
    </FormDialog>
  );
}
