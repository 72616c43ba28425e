import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { HallAgent, HallCall, SupervisionMode } from '../../api/client';
import { unlockSound } from '../../phone/ring';
import { MODES, supervise } from '../../state/hall';
import { FormDialog } from '../../ui/form-dialog';
import { formatPhone } from '../../ui/format';
import { Button, Field } from '../../ui/kit';
import { invalid } from '../../ui/sending';

interface SuperviseDialogProps {
  agent: HallAgent;
  call: HallCall;
  onClose(): void;
}

const REASONS = ['quality', 'newcomer', 'complaint', 'help'] as const;
const SHORTEST = 3;

/** Nobody comes into a talk without a reason; the supervisor's telephone rings when it is given. */
export function SuperviseDialog({ agent, call, onClose }: SuperviseDialogProps) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<SupervisionMode>('listen');
  const [reason, setReason] = useState('');
  async function save() {
    if (reason.trim().length < SHORTEST) throw invalid({ reason: t('call.reason_short') });
    unlockSound();
    await supervise(call.id, mode, reason.trim());
  }
  return (
    <FormDialog
      title={t('hall.join_to', { name: agent.name })}
      lead={call.number ? formatPhone(call.number) : t('bar.withheld')}
      action={t('hall.join')}
      icon="headset"
      onClose={onClose}
      save={save}
      saveId="supervise-start"
    >
      {(faults) => (
        <>
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
            error={faults.reason}
            value={reason}
            onChange={setReason}
            maxLength={200}
            data-testid="supervise-reason"
          />
        </>
      )}
    </FormDialog>
  );
}
