import { useTranslation } from 'react-i18next';
import { api, type Desk, type DeskTicket, must } from '../../api/client';
import { wordFor } from '../../i18n';
import { formatDateTime, formatDeadline, formatTime } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Badge, Button } from '../../ui/kit';
import { useServerNow } from '../../ui/time';
import { useAsking } from './actions';
import { NoteEditor } from './NoteEditor';
import { TalkNotes } from './TalkNotes';
import { TicketActs } from './TicketActs';

export function TicketPanel({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const { ticket } = desk;
  if (!ticket) {
    return (
      <section className="panel ticket" data-testid="ticket-panel">
        <h1 className="ticket-number">{t('ticket.wait')}</h1>
        <p className="muted">{t('ticket.wait_lead')}</p>
      </section>
    );
  }
  return (
    <section className="panel ticket" data-testid="ticket-panel">
      <header className="ticket-head">
        <div>
          <p className="eyebrow">
            <Icon name="ticket" size={16} /> {t('ticket.title')} {t('ticket.from_call')}
          </p>
          <h1 className="ticket-number" data-testid="ticket-number">
            {ticket.number}
          </h1>
          <p className="muted small">{t('ticket.registered', { time: formatDateTime(ticket.registered_at) })}</p>
        </div>
        <Badge tone="info">{wordFor('ticket_status', ticket.status)}</Badge>
      </header>
      <Announcement ticket={ticket} canTell={desk.agent.state === 'on_call' || desk.agent.state === 'wrap_up'} />
      <Deadlines ticket={ticket} />
      <TicketActs ticket={ticket} />
      <TalkNotes desk={desk} ticket={ticket} />
      <NoteEditor />
    </section>
  );
}

/** Regulation 4.9.5: the number and the approximate term are told in the talk, and that they were is noted. */
function Announcement({ ticket, canTell }: { ticket: DeskTicket; canTell: boolean }) {
  const { t } = useTranslation();
  const asking = useAsking();
  const told = ticket.oral_notice_at;
  const confirm = () =>
    void asking.ask(() =>
      must(api.POST('/api/v1/tickets/{ticketId}/oral-notice', { params: { path: { ticketId: ticket.id } } })),
    );
  return (
    <section className={`say ${told ? 'say-done' : ''}`} aria-labelledby="say-title">
      <header className="say-head">
        <h2 id="say-title" className="say-title">
          <Icon name="speak" size={18} /> {t('ticket.tell')}
        </h2>
        <span className="muted small">{t('ticket.tell_why')}</span>
      </header>
      <p className="say-number" data-testid="ticket-spoken">
        {ticket.spoken}
      </p>
      <p className="say-text" data-testid="announcement">
        {ticket.announcement}
      </p>
      {told ? (
        <p className="say-told" data-testid="oral-notice-done">
          <Icon name="check" size={18} /> {t('ticket.told_at', { time: formatTime(told) })}
        </p>
      ) : (
        <Button
          tone="primary"
          icon="check"
          onPress={confirm}
          isDisabled={!canTell || asking.busy}
          data-testid="oral-notice"
        >
          {t('ticket.told')}
        </Button>
      )}
      {asking.fault && <Alert tone="danger">{asking.fault}</Alert>}
    </section>
  );
}

function Deadlines({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTranslation();
  const now = useServerNow();
  return (
    <dl className="deadlines">
      {(
        [
          [t('ticket.reaction'), ticket.reaction_due_at],
          [t('ticket.resolution'), ticket.resolution_due_at],
        ] as const
      ).map(([term, due]) => {
        const late = due !== undefined && Date.parse(due) < now;
        return (
          <div key={term} className={`deadline ${late ? 'deadline-late' : ''}`}>
            <dt>
              <Icon name={late ? 'alert' : 'clock'} size={16} /> {term}
            </dt>
            <dd>
              {due ? <time dateTime={due}>{formatDeadline(due, now)}</time> : t('ticket.stands')}
              {late && <span className="small"> · {t('ticket.overdue')}</span>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
