import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, must } from '../../api/client';
import type { components } from '../../api/schema';
import { Alert, Button, Field, Panel } from '../../ui/kit';
import { useSaving } from './useSaving';

type Period = components['schemas']['ProtectedPeriod'];
const EMPTY = { name: '', from: '', to: '' };

/** 2026-11-23 → 23.11.2026 */
const dayOf = (iso: string) => iso.split('-').reverse().join('.');

interface PeriodsProps {
  version: number;
  periods: Period[];
  mayEdit: boolean;
}

export function PeriodsPanel({ version, periods, mayEdit }: PeriodsProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState(EMPTY);
  const saving = useSaving();
  const put = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }));
  async function submit(event: FormEvent) {
    event.preventDefault();
    const added = await saving.save(() =>
      must(api.POST('/api/v1/downtime-rules/periods', { body: { ...form, version } })),
    );
    if (added) setForm(EMPTY);
  }
  const drop = (id: number) =>
    void saving.save(() =>
      must(
        api.DELETE('/api/v1/downtime-rules/periods/{periodId}', {
          params: { path: { periodId: id }, query: { version } },
        }),
      ),
    );
  return (
    <Panel title={t('downtime.periods')} data-testid="periods">
      <p className="muted">{t('downtime.periods_lead')}</p>
      {periods.length === 0 && <p>{t('downtime.no_periods')}</p>}
      <ul className="list">
        {periods.map(({ id, name, from, to }) => (
          <li className="list-item rule-row" key={id}>
            <span>
              <strong>{name}</strong>
              <span className="block muted">{`${dayOf(from)} – ${dayOf(to)}`}</span>
            </span>
            {mayEdit && (
              <Button
                size="small"
                onPress={() => drop(id)}
                isDisabled={saving.busy}
                aria-label={`${t('downtime.drop')}: ${name}`}
                data-testid={`drop-${id}`}
              >
                {t('downtime.drop')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <Form onSubmit={submit} className="rule-form">
          <Field
            label={t('downtime.period_name')}
            value={form.name}
            onChange={put('name')}
            error={saving.faults.name}
            maxLength={300}
            isRequired
            data-testid="period-name"
          />
          <Field
            label={t('calls.from')}
            type="date"
            value={form.from}
            onChange={put('from')}
            error={saving.faults.from}
            isRequired
            data-testid="period-from"
          />
          <Field
            label={t('calls.to')}
            type="date"
            value={form.to}
            onChange={put('to')}
            error={saving.faults.to}
            isRequired
            data-testid="period-to"
          />
          <Button type="submit" icon="plus" isPending={saving.busy} data-testid="period-add">
            {t('downtime.add')}
          </Button>
        </Form>
      )}
      {saving.words && <Alert tone="danger">{saving.words}</Alert>}
    </Panel>
  );
}
