import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, must } from '../../api/client';
import type { components } from '../../api/schema';
import { Choice } from '../../ui/choice';
import { Alert, Button, Field, Panel } from '../../ui/kit';
import { useSaving } from './useSaving';

type Limit = components['schemas']['WorkLimit'];

interface LimitProps {
  /** Of the rules, as everything else that is edited here. */
  version: number;
  limit: Limit;
  mayEdit: boolean;
}

export function LimitPanel({ version, limit, mayEdit }: LimitProps) {
  const { t } = useTranslation();
  const [works, setWorks] = useState(String(limit.works));
  const [period, setPeriod] = useState<string>(limit.period);
  const saving = useSaving();
  function submit(event: FormEvent) {
    event.preventDefault();
    void saving.save(() =>
      must(
        api.PUT('/api/v1/downtime-rules/limit', {
          body: { version, works: Number(works), period: period === 'week' ? 'week' : 'month' },
        }),
      ),
    );
  }
  return (
    <Panel title={t('downtime.limit')} data-testid="limit">
      <p>
        {limit.works === 0
          ? t('downtime.no_limit')
          : t(`downtime.limit_${limit.period === 'week' ? 'week' : 'month'}`, { count: limit.works })}
      </p>
      {mayEdit && (
        <Form onSubmit={submit} className="rule-form">
          <Field
            label={t('downtime.limit_works')}
            hint={t('downtime.limit_hint')}
            type="number"
            value={works}
            onChange={setWorks}
            error={saving.faults.works}
            isRequired
            data-testid="limit-works"
          />
          <Choice
            label={t('downtime.limit_period')}
            value={period}
            onChange={setPeriod}
            options={[
              ['week', t('downtime.week')],
              ['month', t('downtime.month')],
            ]}
          />
          <Button type="submit" isPending={saving.busy} data-testid="limit-save">
            {t('downtime.save')}
          </Button>
        </Form>
      )}
      {saving.words && <Alert tone="danger">{saving.words}</Alert>}
    </Panel>
  );
}
