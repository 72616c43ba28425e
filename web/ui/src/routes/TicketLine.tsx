import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { TicketSummary } from '../api/client';
import { wordFor } from '../i18n';
import { Icon } from '../ui/icons';

/** One appeal among others of its applicant: number, day, what it is about, how it came and how it stands. */
export function TicketLine({ ticket, when, icon }: { ticket: TicketSummary; when: string; icon?: boolean }) {
  const { t } = useTranslation();
  return (
    <li className="list-item">
      <span className="list-head">
        <Link
          to="/tickets/$ticketId"
          params={{ ticketId: String(ticket.id) }}
          className={icon ? 'with-icon mono' : 'mono'}
        >
          {icon && <Icon name="ticket" size={14} />}
          {ticket.number}
        </Link>
        <span className="muted">{when}</span>
      </span>
      {ticket.subject && <span className="list-text">{ticket.subject}</span>}
      <span className="muted small">
        {t(`channel.${ticket.channel}`)} · {wordFor('ticket_status', ticket.status)}
      </span>
    </li>
  );
}
