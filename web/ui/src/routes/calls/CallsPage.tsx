import './texts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useRouteContext, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, type CallSummary, must, wordsOf } from '../../api/client';
import type { CallSearch } from '../../router';
import { Choice } from '../../ui/choice';
import { formatDay, formatDuration, formatTime, numberOf } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Badge, Button, Field } from '../../ui/kit';
import { Empty, Loading } from '../../ui/states';

const REFRESH_MS = 5000;
const OUTCOMES = [
  'caller_hung_up',
  'agent_hung_up',
  'outside_hung_up',
  'not_reached',
  'not_placed',
  'cancelled',
  'abandoned',
  'after_hours',
  'dropped',
  'unattended',
] as const;

export function CallsPage() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: '/shell' });
  const search = useSearch({ from: '/shell/calls' });
  const calls = useInfiniteQuery({
    queryKey: ['calls', search],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      must(api.GET('/api/v1/calls', { params: { query: { ...search, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (page) => page.next_cursor || undefined,
    // A call that goes on and a recording on its way to the store are soon something else.
    refetchInterval: (query) =>
      query.state.data?.pages[0]?.calls.some((call) => !call.ended_at || call.recording?.state === 'spooled')
        ? REFRESH_MS
        : false,
  });
  const rows = calls.data?.pages.flatMap((page) => page.calls) ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('calls.title')}</h1>
        {session.role === 'agent' && <p className="muted">{t('calls.mine')}</p>}
      </header>
      <Filters key={JSON.stringify(search)} search={search} />
      {calls.error && <Alert tone="danger">{wordsOf(calls.error)}</Alert>}
      {calls.isPending && <Loading />}
      {calls.isSuccess && rows.length === 0 && <Empty title={t('calls.empty')} lead={t('calls.empty_lead')} />}
      {rows.length > 0 && <CallTable rows={rows} />}
      {calls.hasNextPage && (
        <Button
          onPress={() => void calls.fetchNextPage()}
          isPending={calls.isFetchingNextPage}
          data-testid="calls-more"
        >
          {t('calls.more')}
        </Button>
      )}
    </div>
  );
}

/** What is looked for stands in the address: it can be sent to a colleague. */
function Filters({ search }: { search: CallSearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [form, setForm] = useState({
    number: search.number ?? '',
    ticket: search.ticket ?? '',
    from: search.from ?? '',
    to: search.to ?? '',
    outcome: search.outcome ?? 'any',
  });
  const put = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }));
  function submit(event: FormEvent) {
    event.preventDefault();
    void navigate({
      to: '/calls',
      search: {
        number: form.number.trim() || undefined,
        ticket: form.ticket.trim() || undefined,
        from: form.from || undefined,
        to: form.to || undefined,
        outcome: OUTCOMES.find((outcome) => outcome === form.outcome),
      },
    });
  }
  return (
    <Form className="panel filters" onSubmit={submit} aria-label={t('calls.filters')}>
      <Field
        label={t('calls.number')}
        value={form.number}
        onChange={put('number')}
        maxLength={64}
        data-testid="filter-number"
      />
      <Field
        label={t('calls.ticket')}
        value={form.ticket}
        onChange={put('ticket')}
        maxLength={32}
        data-testid="filter-ticket"
      />
      <Field label={t('calls.from')} type="date" value={form.from} onChange={put('from')} data-testid="filter-from" />
      <Field label={t('calls.to')} type="date" value={form.to} onChange={put('to')} data-testid="filter-to" />
      <Choice
        label={t('calls.outcome')}
        value={form.outcome}
        onChange={put('outcome')}
        options={[
          ['any', t('outcome.any')],
          ...OUTCOMES.map((outcome): [string, string] => [outcome, t(`outcome.${outcome}`)]),
        ]}
        data-testid="filter-outcome"
      />
      <div className="filters-buttons">
        <Button type="submit" tone="primary" icon="search" data-testid="filter-find">
          {t('calls.find')}
        </Button>
        <Button tone="quiet" onPress={() => void navigate({ to: '/calls', search: {} })}>
          {t('calls.clear')}
        </Button>
      </div>
    </Form>
  );
}

function CallTable({ rows }: { rows: CallSummary[] }) {
  const { t } = useTranslation();
  return (
    <table className="table panel" data-testid="calls-table">
      <caption className="visually-hidden">{t('calls.table')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('calls.arrived')}</th>
          <th scope="col">{t('calls.caller')}</th>
          <th scope="col">{t('calls.agents')}</th>
          <th scope="col">{t('calls.wait')}</th>
          <th scope="col">{t('calls.talk')}</th>
          <th scope="col">{t('calls.result')}</th>
          <th scope="col">{t('calls.ticket_col')}</th>
          <th scope="col">{t('calls.record_col')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((call) => (
          <tr key={call.id} data-testid="call-row" data-call={call.id}>
            <td data-label={t('calls.arrived')}>
              <Link to="/calls/$callId" params={{ callId: call.id }} className="row-link" data-testid="call-link">
                {formatDay(call.arrived_at)} <strong>{formatTime(call.arrived_at)}</strong>
              </Link>
            </td>
            <td data-label={t('calls.caller')}>
              <span className="nowrap">{numberOf(call, t('bar.withheld'))}</span>
              {call.direction === 'outbound' && <span className="muted small block">{t('out.outbound')}</span>}
              {call.applicant_name && <span className="muted small block">{call.applicant_name}</span>}
            </td>
            <td data-label={t('calls.agents')}>
              {call.agents?.length ? call.agents.join(', ') : (call.placed_by ?? '—')}
            </td>
            <td data-label={t('calls.wait')} className="num">
              {call.wait_ms === undefined ? '—' : formatDuration(call.wait_ms)}
            </td>
            <td data-label={t('calls.talk')} className="num">
              {call.talk_ms ? formatDuration(call.talk_ms) : '—'}
            </td>
            <td data-label={t('calls.result')}>
              <Outcome call={call} />
            </td>
            <td data-label={t('calls.ticket_col')} className="mono">
              {call.ticket_number ?? '—'}
            </td>
            <td data-label={t('calls.record_col')}>
              <RecordingMark call={call} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Outcome({ call }: { call: CallSummary }) {
  const { t } = useTranslation();
  if (!call.end_reason) return <Badge tone="info">{t(`call_state.${call.state}`)}</Badge>;
  const bad = call.end_reason === 'abandoned' || call.end_reason === 'dropped';
  const half = ['after_hours', 'unattended', 'not_reached', 'not_placed', 'cancelled'].includes(call.end_reason);
  const tone = bad ? 'bad' : half ? 'warn' : 'good';
  return <Badge tone={tone}>{t(`outcome.${call.end_reason}`)}</Badge>;
}

function RecordingMark({ call }: { call: CallSummary }) {
  const { t } = useTranslation();
  if (!call.recording) return <>—</>;
  const { state } = call.recording;
  return (
    <span className={`with-icon small ${state === 'failed' || state === 'missing' ? 'text-bad' : ''}`}>
      <Icon name={state === 'sealed' ? 'lock' : state === 'spooled' ? 'clock' : 'alert'} size={16} />
      {t(`recording_state.${state}`)}
    </span>
  );
}
