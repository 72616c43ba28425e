import { type FormEvent, useState } from 'react';
import { Form, Heading, Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { type HallAgent, type HallCall, type SupervisionMode, wordsOf } from '../../api/client';
import { unlockSound } from '../../phone/ring';
import { MODES, supervise } from '../../state/hall';
import { DialogBox } from '../../ui/dialog';
import { formatPhone } from '../../ui/format';
import { Alert, Button, Field } from '../../ui/kit';

interface SuperviseDialogProps {
  agent: HallAgent;
  call: HallCall;
  onClose(): void;
}

const REASONS = ['quality', 'newcomer', 'complaint', 'help'] as const;
const SHORTEST = 3;

/** Nobody comes into a talk without a reason; the supervisor's telephone rings when it is given. */
export function SuperviseDialog(props: SuperviseDialogProps) {
  return (
    <DialogBox onClose={props.onClose}>
      <Ask {...props} />
    </DialogBox>
  );
}

function Ask({ agent, call, onClose }: SuperviseDialogProps) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<SupervisionMode>('listen');
  const [reason, setReason] = useState('');
  const [short, setShort] = useState('');
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (reason.trim().length < SHORTEST) {
      setShort(t('call.reason_short'));
      return;
    }
    unlockSound();
    setBusy(true);
    try {
      await supervise(call.id, mode, reason.trim());
      onClose();
    } catch (error) {
      setFault(wordsOf(error));
      setBusy(false);
    }
  }
  return (
    <Form onSubmit={submit} className="stack">
      <Heading slot="title" className="dialog-title">
        {t('hall.join_to', { name: agent.name })}
      </Heading>
      <p className="muted">{call.number ? formatPhone(call.number) : t('bar.withheld')}</p>
      <RadioGroup value={mode} onChange={(value) => setMode(value as SupervisionMode)} className="phone-choice">
        <Label className="field-label">{t('supervision.mode')}</Label>
        <div className="phone-options modes">
          {MODES.map((one) => (
            <Radio key={one} value={one} className="phone-option" data-testid={`mode-${one}`}>
              <span className="radio-dot" aria-hidden="true" />
              <span>
                <strong>{t(`supervision.${one}`)}</strong>
                <span className="muted small block">{t(`supervision.${one}_hint`)}</span>
              </span>
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <div className="row">
        {REASONS.map((key) => (
          <Button key={key} size="small" onPress={() => setReason(t(`supervision.reason_${key}`))}>
            {t(`supervision.reason_${key}`)}
          </Button>
        ))}
      </div>
      <Field
        label={t('call.reason')}
        hint={t('supervision.reason_hint')}
        error={short}
        value={reason}
        onChange={(text) => {
          setReason(text);
          setShort('');
        }}
        maxLength={200}
        data-testid="supervise-reason"
      />
      {fault && <Alert tone="danger">{fault}</Alert>}
      <div className="dialog-buttons">
        <Button onPress={onClose}>{t('call.cancel')}</Button>
        <Button type="submit" tone="primary" icon="headset" isPending={busy} data-testid="supervise-start">
          {t('hall.join')}
        </Button>
      </div>
    </Form>
  );
}
