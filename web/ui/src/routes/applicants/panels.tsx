// The parts of an applicant's card.
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Applicant, type ApplicantCard, type Contact, dropContact, putContact } from '../../state/applicants';
import { Email, Facts } from '../../ui/facts';
import { formatDateTime, formatDay, formatPhone } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Badge, Button, Panel } from '../../ui/kit';
import { useSending } from '../../ui/sending';
import { TicketLine } from '../TicketLine';

interface CardProps {
  card: ApplicantCard;
}

export function PersonLink({ person }: { person: Applicant }) {
  return (
    <Link to="/applicants/$applicantId" params={{ applicantId: String(person.id) }} className="applicant-name">
      {person.name}
    </Link>
  );
}

export function OwnFacts({ person }: { person: Applicant }) {
  const { t } = useTranslation();
  const rows: [string, ReactNode][] = [
    [t('applicant.kind'), t(`applicant.kind_${person.kind}`)],
    [t('applicants.main_email'), person.email ? <Email key="e" address={person.email} /> : '—'],
    [t('applicant.login'), person.login ?? '—'],
  ];
  if (person.organisation_id) {
    rows.push([
      t('applicants.organisation'),
      <Link key="o" to="/applicants/$applicantId" params={{ applicantId: String(person.organisation_id) }}>
        {person.organisation_name}
      </Link>,
    ]);
  }
  return (
    <Panel title={t('applicants.facts')}>
      <Facts rows={rows} className="applicant-facts" />
    </Panel>
  );
}

export function Contacts({ card, onAdd }: CardProps & { onAdd?(): void }) {
  const { t } = useTranslation();
  const { busy, words, send } = useSending();
  const { id } = card.applicant;
  return (
    <Panel
      title={t('applicants.contacts')}
      data-testid="contacts"
      aside={
        onAdd && (
          <Button size="small" onPress={onAdd} data-testid="contact-new">
            {t('applicants.contact_add')}
          </Button>
        )
      }
    >
      {card.contacts.length === 0 && <p className="muted">{t('applicants.no_contacts')}</p>}
      {words && <Alert tone="danger">{words}</Alert>}
      <ul className="list">
        {card.contacts.map((contact) => (
          <li key={contact.value} className="list-item contact">
            <ContactWords contact={contact} />
            {onAdd && (
              <span className="row">
                <Button
                  size="small"
                  tone="quiet"
                  isDisabled={busy}
                  aria-label={`${t(contact.shared ? 'applicants.make_own' : 'applicants.make_shared')}: ${contact.value}`}
                  onPress={() => void send(() => putContact(id, contact.kind, contact.value, !contact.shared))}
                >
                  {t(contact.shared ? 'applicants.make_own' : 'applicants.make_shared')}
                </Button>
                <Button
                  size="small"
                  tone="quiet"
                  isDisabled={busy}
                  aria-label={`${t('applicants.contact_drop')}: ${contact.value}`}
                  onPress={() => void send(() => dropContact(id, contact.kind, contact.value))}
                >
                  {t('applicants.contact_drop')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function ContactWords({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  return (
    <span className="contact-words">
      <span className="with-icon">
        {contact.kind === 'phone' && <Icon name="phone" size={16} />}
        <span className={contact.kind === 'phone' ? 'nowrap' : 'applicant-wrap'}>
          {contact.kind === 'phone' ? formatPhone(contact.value) : contact.value}
        </span>
        {contact.shared && <Badge tone="warn">{t('applicants.shared')}</Badge>}
      </span>
      <span className="muted small block">
        {t('applicants.confirmed', { count: contact.confidence, day: formatDay(contact.last_seen_at) })}
      </span>
    </span>
  );
}

const FEW = 8;

/** A long list shows its begin until somebody asks for the rest. */
function useFew<T>(all: T[]) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  const more = all.length > FEW && !whole && (
    <Button size="small" tone="quiet" onPress={() => setWhole(true)}>
      {t('applicants.show_all', { total: all.length })}
    </Button>
  );
  return [whole ? all : all.slice(0, FEW), more] as const;
}

export function Tickets({ card }: CardProps) {
  const { t } = useTranslation();
  const [tickets, more] = useFew(card.tickets);
  return (
    <Panel
      title={t('applicants.tickets')}
      aside={
        <span className="muted small">
          {t('applicants.tickets_count', { total: card.total_count, open: card.open_count })}
        </span>
      }
      data-testid="applicant-tickets"
    >
      {card.tickets.length === 0 && <p className="muted">{t('applicants.no_tickets')}</p>}
      <ul className="list">
        {tickets.map((ticket) => (
          <TicketLine key={ticket.id} ticket={ticket} when={formatDateTime(ticket.registered_at)} />
        ))}
      </ul>
      {more}
    </Panel>
  );
}

export function Calls({ card }: CardProps) {
  const { t } = useTranslation();
  const [calls, more] = useFew(card.calls);
  return (
    <Panel title={t('applicants.calls')}>
      {card.calls.length === 0 && <p className="muted">{t('applicants.no_calls')}</p>}
      <ul className="list">
        {calls.map((call) => (
          <li key={`${call.call_id} ${call.at} ${call.text}`} className="list-item">
            <span className="list-head">
              {call.call_id ? (
                <Link to="/calls/$callId" params={{ callId: call.call_id }}>
                  {formatDateTime(call.at)}
                </Link>
              ) : (
                <span>{formatDateTime(call.at)}</span>
              )}
              {call.ticket_number && <span className="mono muted">{call.ticket_number}</span>}
            </span>
            <span className="small">{call.text}</span>
          </li>
        ))}
      </ul>
      {more}
    </Panel>
  );
}

export function Likely({ card, onMerge }: CardProps & { onMerge?(other: Applicant): void }) {
  const { t } = useTranslation();
  if (card.likely.length === 0) return null;
  return (
    <Panel title={t('applicants.likely')} data-testid="likely">
      <ul className="list">
        {card.likely.map(({ applicant, reasons }) => (
          <li key={applicant.id} className="list-item contact">
            <span className="contact-words">
              <PersonLink person={applicant} />
              <span className="muted small block">
                {reasons.map((reason) => t(`applicants.same_${reason}`)).join(' · ')}
              </span>
            </span>
            {onMerge && (
              <Button
                size="small"
                aria-label={`${t('applicants.merge_open')}: ${applicant.name}`}
                onPress={() => onMerge(applicant)}
                data-testid={`merge-${applicant.id}`}
              >
                {t('applicants.merge_open')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!onMerge && <p className="muted small">{t('applicants.merge_who')}</p>}
    </Panel>
  );
}

export function Merged({ card, onUndo }: CardProps & { onUndo?(merge: ApplicantCard['merges'][number]): void }) {
  const { t } = useTranslation();
  if (card.merges.length === 0) return null;
  return (
    <Panel title={t('applicants.merged')}>
      <ul className="list">
        {card.merges.map((merge) => (
          <li key={merge.id} className="list-item contact">
            <span className="contact-words">
              <strong>{merge.source_name}</strong>
              <span className="muted small block">
                {formatDay(merge.at)} · {merge.by} · {merge.reason}
              </span>
            </span>
            {onUndo && (
              <Button
                size="small"
                aria-label={`${t('applicants.undo')}: ${merge.source_name}`}
                onPress={() => onUndo(merge)}
              >
                {t('applicants.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function Members({ card }: CardProps) {
  const { t } = useTranslation();
  if (card.members.length === 0) return null;
  return (
    <Panel title={t('applicants.members')}>
      <ul className="list">
        {card.members.map((person) => (
          <li key={person.id} className="list-item">
            <PersonLink person={person} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function History({ card }: CardProps) {
  const { t } = useTranslation();
  const [entries, more] = useFew(card.history);
  return (
    <Panel title={t('applicants.history')} data-testid="card-history">
      {card.history.length === 0 && <p className="muted">{t('applicants.no_history')}</p>}
      <ol>
        {entries.map((entry) => (
          <li key={`${entry.at} ${entry.kind} ${entry.text}`} className="timeline-item">
            <span className="list-head">
              <span>{entry.text}</span>
              <span className="muted small">
                {formatDateTime(entry.at)}
                {entry.author && ` · ${entry.author}`}
              </span>
            </span>
            {entry.changes && (
              <dl className="card-changes small">
                {entry.changes.map((change) => (
                  <Fragment key={`${change.field} ${change.new}`}>
                    <dt className="muted">{change.name}</dt>
                    <dd>
                      {change.old && <s>{change.old}</s>} {change.new ?? (change.old ? '' : '—')}
                    </dd>
                  </Fragment>
                ))}
              </dl>
            )}
          </li>
        ))}
      </ol>
      {more}
    </Panel>
  );
}
