import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, must } from '../../api/client';
import { Choice } from '../../ui/choice';
import { FormDialog } from '../../ui/form-dialog';
import { Alert, Field } from '../../ui/kit';
import { kyivInstant } from '../../ui/kyiv';
import { type Downtime, downtimesChanged, rulesQuery } from './downtimes';

export type Step = 'approve' | 'finish' | 'cancel';

interface StepProps {
  downtime: Downtime;
  step: Step;
  onClose(): void;
}

/** Approves, ends or cancels a downtime. */
export function StepDialog({ downtime, step, onClose }: StepProps) {
  const { t } = useTranslation();
  const rules = useQuery(rulesQuery);
  const [approver, setApprover] = useState('0');
  const [why, setWhy] = useState('');
  const [ended, setEnded] = useState('');
  const people = rules.data?.responsibles.filter(({ active }) => active) ?? [];
  const guarded = downtime.protected.length > 0;
  async function save() {
    await must(
      api.POST('/api/v1/downtimes/{downtimeId}/steps', {
        params: { path: { downtimeId: downtime.id } },
        body: {
          step,
          version: downtime.version,
          ...(step === 'approve' && approver !== '0' ? { approver_id: Number(approver) } : {}),
          ...(step === 'cancel' ? { why } : {}),
          ...(step === 'finish' && kyivInstant(ended) ? { at: kyivInstant(ended) } : {}),
        },
      }),
    );
    downtimesChanged();
  }
  return (
    <FormDialog
      title={`${t(`downtime.step_${step}`)}: ${downtime.title}`}
      action={t(`downtime.step_${step}`)}
      danger={step === 'cancel'}
      isDisabled={step === 'approve' && guarded && people.length === 0}
      onClose={onClose}
      save={save}
      saveId="step-send"
    >
      {(faults) => (
        <>
          {step === 'approve' && (
            <>
              {guarded && (
                <Alert tone={people.length === 0 ? 'danger' : 'warning'}>
                  {t(people.length === 0 ? 'downtime.guarded_nobody' : 'downtime.guarded', {
                    names: downtime.protected.map((name) => `«${name}»`).join(', '),
                  })}
                </Alert>
              )}
              <p>{t('downtime.agreed_with', { who: downtime.agreed_by || '—' })}</p>
              <Choice
                label={t('downtime.approver')}
                value={approver}
                onChange={setApprover}
                options={[
                  ['0', t(guarded ? 'downtime.choose' : 'downtime.not_needed')],
                  ...people.map(({ id, name, position }): [string, string] => [
                    String(id),
                    position ? `${name}, ${position}` : name,
                  ]),
                ]}
                data-testid="approver"
              />
            </>
          )}
          {step === 'finish' && (
            <Field
              label={t('downtime.ended_at')}
              hint={t('downtime.ended_hint')}
              type="datetime-local"
              value={ended}
              onChange={setEnded}
              error={faults.at}
              data-testid="ended-at"
            />
          )}
          {step === 'cancel' && (
            <Field
              label={t('downtime.why')}
              value={why}
              onChange={setWhy}
              error={faults.why}
              maxLength={1000}
              isRequired
              autoFocus
              data-testid="cancel-why"
            />
          )}
        </>
      )}
    </FormDialog>
  );
}
