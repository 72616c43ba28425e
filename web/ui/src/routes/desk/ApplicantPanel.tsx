import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Applicant,
  type ApplicantChoice,
  api,
  type CallerCard,
  type Desk,
  must,
  type TicketSummary,
} from '../../api/client';
import { Email, Facts } from '../../ui/facts';
import { formatDateTime, formatDay, formatDuration, formatPhone } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Badge, Button, Panel } from '../../ui/kit';
import { CallOut } from '../CallOut';
import { People } from '../People';
import { TicketLine } from '../TicketLine';
import { ApplicantDialog } from './ApplicantDialog';
import { useAsking } from './actions';

const EMPTY: CallerCard = {
  match: 'none',
  applicants: [],
  open_tickets: [],
  recent_tickets: [],
  recent_calls: [],
  calls_last_7_days: 0,
};

/** Who calls, by the number; always correctable: a number is a hint, not an identity. */
export function ApplicantPanel({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const asking = useAsking();
  const [dialog, setDialog] = useState(false);
  const card = desk.card ?? EMPTY;
  const ticket = desk.ticket;
  const closed = card.recent_tickets.filter((recent) => !card.open_tickets.some((open) => open.id === recent.id));
  const known = card.calls_last_7_days + card.recent_tickets.length + card.recent_calls.length > 0;
  const raw = desk.call?.number_raw;
  const chosen = ticket?.applicant ?? (card.match === 'exact' ? card.applicants[0] : undefined);
  // The card came after the ticket, which nobody has given to its applicant.
  const late = ticket && !ticket.applicant && !chosen?.restricted ? chosen : undefined;
  const set = (choice: ApplicantChoice) =>
    must(
      api.PUT('/api/v1/tickets/{ticketId}/applicant', {
        params: { path: { ticketId: ticket?.id ?? 0 } },
        body: choice,
      }),
    );
  const pick = (applicant: Applicant) => void asking.ask(() => set({ applicant_id: applicant.id }));
  return (
    <Panel
      title={t('applicant.title')}
      className="applicant"
      data-testid="applicant-panel"
      aside={
        <MatchBadge
          match={desk.card && card.match}
          known={known}
          raw={raw !== undefined}
          shared={card.applicants.length === 1}
        />
      }
    >
      {chosen && <Person applicant={chosen} />}
      {late && (
        <div className="stack-small" data-testid="known-since">
          <p>{t('applicant.known_since')}</p>
          <People hinted people={[late]} isDisabled={asking.busy} onPick={pick} />
        </div>
      )}
      {!chosen && card.match === 'several' && (
        <div className="stack-small">
          <p>{t(card.applicants.length > 1 ? 'applicant.choose' : 'applicant.choose_shared')}</p>
          <People hinted people={card.applicants} isDisabled={!ticket || asking.busy} onPick={pick} />
        </div>
      )}
      {!chosen && card.match === 'none' && desk.card && <p>{t(known ? 'applicant.none_known' : 'applicant.none')}</p>}
      {!chosen && card.match === 'withheld' && (
        <p>{raw ? t('applicant.unreadable', { number: raw }) : t('applicant.withheld')}</p>
      )}
      {asking.fault && <Alert tone="danger">{asking.fault}</Alert>}
      {ticket && <CallOut ticketId={ticket.id} phones={ticket.phones} />}
      <div className="row">
        <Button
          size="small"
          icon="user"
          onPress={() => setDialog(true)}
          isDisabled={!ticket}
          data-testid="other-person"
        >
          {chosen || card.match === 'several' ? t('applicant.other') : t('applicant.add')}
        </Button>
        {card.calls_last_7_days > 0 && (
          <Badge tone={card.calls_last_7_days > 2 ? 'warn' : 'plain'}>
            {t('applicant.calls_week', { count: card.calls_last_7_days })}
          </Badge>
        )}
      </div>
      <Tickets title={t('applicant.open_tickets')} tickets={card.open_tickets} empty={t('applicant.no_open')} />
      {closed.length > 0 && <Tickets title={t('applicant.recent_tickets')} tickets={closed} />}
      {card.recent_calls.length > 0 && <RecentCalls calls={card.recent_calls} />}
      {ticket && (
        <ApplicantDialog
          isOpen={dialog}
          onClose={() => setDialog(false)}
          candidates={card.applicants.filter((applicant) => applicant.id !== chosen?.id)}
          number={desk.call?.number ?? ''}
          save={set}
        />
      )}
    </Panel>
  );
}

/** known: calls of the number are known although its applicant is not; raw: it was not withheld, it is no number; shared: the one
 * candidate has not the number alone. */
function MatchBadge(props: { match: CallerCard['match'] | undefined; known: boolean; raw: boolean; shared: boolean }) {
  const { match } = props;
  const { t } = useTranslation();
  if (!match) return null;
  const tone = { exact: 'good', several: 'warn', none: 'info', withheld: 'plain' } as const;
  return (
    <span data-testid="match" data-match={match}>
      <Badge tone={tone[match]}>{t(`applicant.match_${badgeOf(props, match)}`)}</Badge>
    </span>
  );
}

function badgeOf(
  { known, raw, shared }: Record<'known' | 'raw' | 'shared', boolean>,
  match: CallerCard['match'],
): string {
  if (match === 'several' && shared) return 'shared';
  if (match === 'none' && known) return 'none_known';
  return match === 'withheld' && raw ? 'unreadable' : match;
}

function Person({ applicant }: { applicant: Applicant }) {
  const { t } = useTranslation();
  const rows: [string, ReactNode][] = [];
  if (applicant.phones.length > 0) rows.push([t('applicant.phone'), applicant.phones.map(formatPhone).join(', ')]);
  if (applicant.email) rows.push([t('applicant.email'), <Email key="email" address={applicant.email} />]);
  if (applicant.login) rows.push([t('applicant.login'), applicant.login]);
  return (
    <div className="person">
      <p className="person-name" data-testid="applicant-name">
        <Link to="/applicants/$applicantId" params={{ applicantId: String(applicant.id) }}>
          {applicant.name}
        </Link>
      </p>
      {applicant.restricted && <p className="muted small">{t('applicant.ground', { ground: applicant.restricted })}</p>}
      <p className="muted small">
        {t(`applicant.kind_${applicant.kind}`)} · {t(`applicant.group_${applicant.group}`)}
      </p>
      <Facts rows={rows} />
    </div>
  );
}

function Tickets({ title, tickets, empty }: { title: string; tickets: TicketSummary[]; empty?: string }) {
  return (
    <section className="sub">
      <h3 className="sub-title">
        {title}
        {tickets.length > 0 && <span className="count">{tickets.length}</span>}
      </h3>
      {tickets.length === 0 && <p className="muted small">{empty}</p>}
      <ul className="list">
        {tickets.map((ticket) => (
          <TicketLine key={ticket.id} ticket={ticket} when={formatDay(ticket.registered_at)} />
        ))}
      </ul>
    </section>
  );
}

function RecentCalls({ calls }: { calls: CallerCard['recent_calls'] }) {
  const { t } = useTranslation();
  return (
    <section className="sub">
      <h3 className="sub-title">{t('applicant.recent_calls')}</h3>
      <ul className="list">
        {calls.map((call) => (
          <li key={call.id} className="list-item">
            <span className="list-head">
              <span className="with-icon">
                <Icon name="phone" size={14} />
                {formatDateTime(call.arrived_at)}
              </span>
              <span className="muted">{formatDuration(call.talk_ms ?? call.duration_ms)}</span>
            </span>
            <span className="muted small">
              {call.agents?.length
                ? call.agents.join(', ')
                : call.end_reason
                  ? t(`outcome.${call.end_reason}`)
                  : t(`call_state.${call.state}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
