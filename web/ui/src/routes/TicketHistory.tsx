import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../api/client';
import { wordFor } from '../i18n';
import { ticketQuery } from '../state/ticket';
import { formatDateTime } from '../ui/format';
import { Alert } from '../ui/kit';
import { Loading } from '../ui/states';
import { EntryChanges } from './EntryChanges';

/** What has happened to a ticket; asked for anew at the given pace, or once. */
export function TicketHistory({ ticketId, everyMs }: { ticketId: number; everyMs?: number }) {
  const { t } = useTranslation();
  const ticket = useQuery({ ...ticketQuery(ticketId), refetchInterval: everyMs ?? false });
  if (ticket.error) return <Alert tone="danger">{wordsOf(ticket.error)}</Alert>;
  if (!ticket.data) return <Loading />;
  if (ticket.data.history.length === 0) return <p className="muted">{t('side.history_empty')}</p>;
  return (
    <ol className="timeline" data-testid="ticket-history">
      {ticket.data.history.map((entry) => (
        <li key={`${entry.at}${entry.kind}${entry.text}`} className="timeline-item">
          <span className="list-head">
            <strong>{wordFor('history', entry.kind)}</strong>
            <time className="muted small" dateTime={entry.at}>
              {formatDateTime(entry.at)}
            </time>
          </span>
          <span className="list-text prewrap">{entry.text}</span>
          <EntryChanges entry={entry} />
          {entry.author && <span className="muted small">{entry.author}</span>}
        </li>
      ))}
    </ol>
  );
}
