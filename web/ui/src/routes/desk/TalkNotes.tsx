import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Desk, DeskTicket } from '../../api/client';
import { ticketQuery, writtenBy } from '../../state/ticket';
import { formatTime } from '../../ui/format';

/** What was written in this call, by colleagues and by oneself: a note that has gone into the ticket stays in sight. */
export function TalkNotes({ desk, ticket }: { desk: Desk; ticket: DeskTicket }) {
  const { t } = useTranslation();
  const { data } = useQuery(ticketQuery(ticket.id));
  const colleagues = ticket.notes ?? [];
  const own = writtenBy(data?.history ?? [], desk.agent.name, desk.call?.arrived_at ?? ticket.registered_at)
    .filter((entry) => entry.kind === 'note')
    .filter((entry) => !colleagues.some((note) => note.at === entry.at && note.text === entry.text));
  const notes = [...colleagues, ...own].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  if (notes.length === 0) return null;
  return (
    <section className="sub" data-testid="talk-notes">
      <h2 className="sub-title">{t('ticket.talk_notes')}</h2>
      <ul className="list">
        {notes.map((note) => (
          <li key={`${note.at}${note.text}`} className={`list-item note-item ${own.includes(note) ? 'note-own' : ''}`}>
            <span className="list-head">
              <strong>{own.includes(note) ? t('ticket.you') : (note.author ?? t('history.system'))}</strong>
              <time className="muted" dateTime={note.at}>
                {formatTime(note.at)}
              </time>
            </span>
            <span className="list-text prewrap">{note.text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
