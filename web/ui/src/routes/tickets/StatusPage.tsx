import './texts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, must, ProblemError, wordsOf } from '../../api/client';
import { formatDateTime } from '../../ui/format';
import { Alert, Button, Field, Panel } from '../../ui/kit';
import '../../styles/tickets.css';

/** Status and term by number, and nothing else: safe to say to anybody. */
export function StatusPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { number } = useSearch({ from: '/shell/status' });
  const [typed, setTyped] = useState(number ?? '');
  const status = useQuery({
    queryKey: ['ticket-status', number],
    queryFn: () => must(api.GET('/api/v1/ticket-status', { params: { query: { number: number ?? '' } } })),
    enabled: Boolean(number),
    retry: false,
  });
  const fault =
    status.error instanceof ProblemError
      ? Object.values(status.error.fields)[0] || wordsOf(status.error)
      : status.error && wordsOf(status.error);
  function submit(event: FormEvent) {
    event.preventDefault();
    void navigate({ to: '/status', search: { number: typed.trim() || undefined } });
  }
  return (
    <div className="page page-form">
      <header className="page-head">
        <h1>{t('status_by_number.title')}</h1>
      </header>
      <p className="muted">{t('status_by_number.lead')}</p>
      <Form onSubmit={submit} className="filters">
        <Field
          label={t('status_by_number.number')}
          value={typed}
          onChange={setTyped}
          placeholder="10000123-5"
          maxLength={64}
          autoFocus
          data-testid="status-number"
        />
        <Button type="submit" tone="primary" icon="search" data-testid="status-find">
          {t('status_by_number.find')}
        </Button>
      </Form>
      {fault && (
        <Alert tone="danger" data-testid="status-fault">
          {fault}
        </Alert>
      )}
      {status.data && (
        <Panel title={status.data.number} data-testid="status-found">
          <dl className="facts ticket-facts">
            <div>
              <dt>{t('status_by_number.status')}</dt>
              <dd className="public-status">{status.data.status_name}</dd>
            </div>
            <div>
              <dt>{t('status_by_number.due')}</dt>
              <dd>
                {status.data.resolution_due_at
                  ? formatDateTime(status.data.resolution_due_at)
                  : t('status_by_number.no_due')}
              </dd>
            </div>
          </dl>
        </Panel>
      )}
      <p className="muted small">{t('status_by_number.say')}</p>
    </div>
  );
}
