import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CalendarRegime, NORMS, type Norm, putRegime, type Suspension } from '../../state/calendar';
import { Choice } from '../../ui/choice';
import { FormDialog } from '../../ui/form-dialog';
import { Field } from '../../ui/kit';
import { Why } from './Why';

interface RegimeDialogProps {
  version: number;
  today: string;
  regime?: CalendarRegime;
  onClose(): void;
}

/** A regime's two switches: when it is in force, and which norm it suspends when. */
export function RegimeDialog({ version, today, regime, onClose }: RegimeDialogProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState({
    name: regime?.name ?? '',
    from: regime?.from ?? today,
    until: regime?.until ?? '',
    legal_basis: regime?.legal_basis ?? '',
    reason: '',
  });
  const [suspends, setSuspends] = useState<Suspension[]>(regime?.suspends ?? []);
  const put = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }));
  // A norm that was suspended in several stretches keeps them: its last one is what is edited here.
  const last = (norm: Norm) => suspends.filter((s) => s.norm === norm).at(-1);
  const replace = (norm: Norm, by: Suspension | undefined) =>
    setSuspends((now) => [...now.filter((s) => s !== now.filter((o) => o.norm === norm).at(-1)), ...(by ? [by] : [])]);
  function save() {
    const { until, ...rest } = form;
    return putRegime({
      version,
      ...rest,
      ...(until && { until }),
      ...(regime && { id: regime.id }),
      suspends: suspends.map(({ norm, from, until: end }) => ({ norm, from, ...(end && { until: end }) })),
    });
  }
  return (
    <FormDialog title={t('calendar.regime_title')} lead={t('calendar.change_lead')} onClose={onClose} save={save}>
      {(faults) => (
        <>
          <Field
            label={t('calendar.regime_name')}
            value={form.name}
            onChange={put('name')}
            error={faults.name}
            maxLength={100}
            data-testid="regime-name"
          />
          <div className="pair">
            <Field
              label={t('calendar.from')}
              type="date"
              value={form.from}
              onChange={put('from')}
              error={faults.from}
            />
            <Field
              label={t('calendar.until')}
              hint={t('calendar.until_hint')}
              type="date"
              value={form.until}
              onChange={put('until')}
              error={faults.until}
              data-testid="regime-until"
            />
          </div>
          {NORMS.map((norm) => {
            const row = last(norm);
            return (
              <div key={norm} className="stack">
                <Choice
                  label={t('calendar.suspends_norm', { norm: t(`norm.${norm}`) })}
                  value={row ? 'yes' : 'no'}
                  onChange={(key) => replace(norm, key === 'yes' ? { norm, from: form.from } : undefined)}
                  options={[
                    ['no', t('calendar.no')],
                    ['yes', t('calendar.yes')],
                  ]}
                  data-testid={`suspends-${norm}`}
                />
                {row && (
                  <div className="pair">
                    <Field
                      label={t('calendar.norm_from')}
                      type="date"
                      value={row.from}
                      onChange={(from) => replace(norm, { ...row, from })}
                      error={faults.suspends}
                    />
                    <Field
                      label={t('calendar.norm_until')}
                      type="date"
                      value={row.until ?? ''}
                      onChange={(until) => replace(norm, { ...row, until })}
                      data-testid={`norm-until-${norm}`}
                    />
                  </div>
                )}
              </div>
            );
          })}
          <Why form={form} put={put} faults={faults} />
        </>
      )}
    </FormDialog>
  );
}
