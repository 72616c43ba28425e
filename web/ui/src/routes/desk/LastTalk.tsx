import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, type CallSummary, must } from '../../api/client';
import { ticketQuery, writtenBy } from '../../state/ticket';
import { formatTime, kyivDay, numberOf } from '../../ui/format';
import { CallOut } from '../CallOut';

/** The talk before, with what this agent wrote about it: what has just left the desk can be looked at again. */
export function LastTalk({ agent, now }: { agent: string; now: number }) {
  const calls = useQuery({
    queryKey: ['calls', 'last'],
    queryFn: () => must(api.GET('/api/v1/calls')),
    staleTime: 0,
  });
  const last = calls.data?.calls.find((call) => call.agents?.includes(agent));
  if (last?.ticket_id === undefined || kyivDay(last.arrived_at) !== kyivDay(now)) return null;
  return <Talk call={last} ticketId={last.ticket_id} agent={agent} />;
}

function Talk({ call, ticketId, agent }: { call: CallSummary; ticketId: number; agent: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(ticketQuery(ticketId));
  const written = writtenBy(data?.history ?? [], agent, call.arrived_at);
  return (
    <section className="hint last-talk" data-testid="last-talk">
      <header className="list-head">
        <h2 className="panel-title">{t('idle.last')}</h2>
        <Link to="/calls/$callId" params={{ callId: call.id }}>
          {t('calls.open')}
        </Link>
      </header>
      <p>
        <strong>{call.applicant_name ?? numberOf(call, t('bar.withheld'))}</strong>
        <span className="muted">
          {' '}
          · {formatTime(call.arrived_at)} · {call.ticket_number}
        </span>
      </p>
      {data && <CallOut ticketId={ticketId} phones={data.phones} />}
      {written.map((entry) => (
        <p key={`${entry.at}${entry.text}`} className="prewrap last-note">
          {entry.text}
        </p>
      ))}
    </section>
  );
}
