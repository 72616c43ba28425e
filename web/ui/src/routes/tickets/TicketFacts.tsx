import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApplicantChoice, api, must, type TicketDetail } from '../../api/client';
import { wordFor } from '../../i18n';
import { findQuery } from '../../state/applicants';
import { queries } from '../../state/session';
import { classesQuery, ticketQuery } from '../../state/ticket';
import { Facts } from '../../ui/facts';
import { formatDateTime, formatDay, formatPhone } from '../../ui/format';
import { Alert, Badge, Button, Panel } from '../../ui/kit';
import { useSending } from '../../ui/sending';
import { CallOut } from '../CallOut';
import { ApplicantDialog } from '../desk/ApplicantDialog';
import { People } from '../People';
import { TicketLine } from '../TicketLine';

export function TicketFacts({ detail }: { detail: TicketDetail }) {
  const { t } = useTranslation();
  const { work } = detail;
  const classes = useQuery(classesQuery).data;
  const named = (list: { code: string; name: string }[] | undefined, code: string | undefined) =>
    list?.find((one) => one.code === code)?.name ?? code;
  const rows: [string, ReactNode, boolean][] = [
    [t('appeal.service'), named(classes?.services, work.service), true],
    [t('appeal.assignee'), work.assignee?.name ?? <em className="muted">{t('appeal.nobody')}</em>, true],
    [
      t('appeal.class'),
      work.class ? `${work.class.type_name}, ${work.class.category_name}` : t('appeal.unclassified'),
      true,
    ],
    [t('appeal.process'), named(classes?.processes, work.process), Boolean(work.process)],
    [t('appeal.expedite_reason'), work.expedite_reason, Boolean(work.expedite_reason)],
    [t('appeal.unit'), named(classes?.units, work.unit), Boolean(work.unit)],
    [t('appeal.responsible'), work.responsible, Boolean(work.responsible)],
    [
      t('appeal.gbk_letter'),
      work.gbk_accepted_at && t('appeal.gbk_sent', { time: formatDateTime(work.gbk_accepted_at) }),
      Boolean(work.gbk_accepted_at),
    ],
    [
      t('appeal.decision'),
      `${work.decision ?? ''}${work.decision_at ? `, ${formatDay(work.decision_at)}` : ''}`,
      Boolean(work.decision),
    ],
    [
      t('appeal.release'),
      work.planned_release_at && formatDateTime(work.planned_release_at),
      Boolean(work.planned_release_at),
    ],
    [t('appeal.until'), work.postponed_until && formatDateTime(work.postponed_until), Boolean(work.postponed_until)],
    [t('appeal.oral_reason'), work.oral_reason, Boolean(work.oral_reason)],
    [t('origin.title'), wordFor('origin', work.origin ?? ''), Boolean(work.origin)],
    [
      t('appeal.counted'),
      t('appeal.counted_from_receipt', { time: formatDateTime(work.received_at) }),
      Boolean(work.from_receipt),
    ],
    [t('appeal.close_reason'), named(classes?.close_reasons, work.close_reason), Boolean(work.close_reason)],
    [t('appeal.reopened'), work.reopened, work.reopened > 0],
  ];
  return (
    <Panel title={t('appeal.facts')}>
      <Facts
        className="ticket-facts"
        rows={rows.filter(([, , shown]) => shown).map(([name, value]) => [name, value] as const)}
      />
    </Panel>
  );
}

const MOST_OFFERED = 5;

export function ApplicantFacts({ detail }: { detail: TicketDetail }) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState(false);
  const { applicant, ticket } = detail;
  const number = detail.phones[0] ?? '';
  const { busy, words, send } = useSending();
  const found = useQuery({ ...findQuery(number), enabled: !applicant && number !== '' }).data;
  const people = (found ?? []).filter((one) => !one.restricted).slice(0, MOST_OFFERED);
  async function save(choice: ApplicantChoice) {
    await must(
      api.PUT('/api/v1/tickets/{ticketId}/applicant', { params: { path: { ticketId: ticket.id } }, body: choice }),
    );
    await queries.invalidateQueries({ queryKey: ticketQuery(ticket.id).queryKey });
  }
  return (
    <Panel title={t('appeal.applicant')} data-testid="ticket-applicant">
      {applicant ? (
        <>
          <p className="person-name" data-testid="applicant-name">
            {applicant.name}
          </p>
          <p className="muted small">
            {t(`applicant.kind_${applicant.kind}`)} · {t(`applicant.group_${applicant.group}`)}
          </p>
          <dl className="facts ticket-facts">
            {applicant.phones.length > 0 && (
              <div>
                <dt>{t('applicant.phone')}</dt>
                <dd>{applicant.phones.map(formatPhone).join(', ')}</dd>
              </div>
            )}
            {applicant.email && (
              <div>
                <dt>{t('applicant.email')}</dt>
                <dd>{applicant.email}</dd>
              </div>
            )}
            {applicant.login && (
              <div>
                <dt>{t('applicant.login')}</dt>
                <dd>{applicant.login}</dd>
              </div>
            )}
          </dl>
        </>
      ) : (
        <>
          <p className="muted">{t('appeal.unidentified')}</p>
          {people.length > 0 && (
            <div className="stack-small" data-testid="known-since">
              <p>{t('applicant.known_since')}</p>
              <People
                hinted
                people={people}
                isDisabled={busy}
                onPick={({ id }) => void send(() => save({ applicant_id: id }))}
              />
            </div>
          )}
          {words && <Alert tone="danger">{words}</Alert>}
        </>
      )}
      <div className="stack-small ticket-person-acts">
        <CallOut ticketId={ticket.id} phones={detail.phones} />
        <div className="row">
          <Button size="small" icon="user" onPress={() => setDialog(true)} data-testid="other-person">
            {t(applicant ? 'appeal.other' : 'appeal.identify')}
          </Button>
        </div>
      </div>
      <ApplicantDialog isOpen={dialog} onClose={() => setDialog(false)} candidates={[]} number={number} save={save} />
    </Panel>
  );
}

export function Related({ detail }: { detail: TicketDetail }) {
  const { t } = useTranslation();
  const { related } = detail.work;
  return (
    <Panel title={t('appeal.related')} aside={related.length > 0 && <span className="count">{related.length}</span>}>
      {related.length === 0 && <p className="muted">{t('appeal.related_none')}</p>}
      <ul className="list">
        {related.map((one) => (
          <TicketLine key={one.id} ticket={one} when={formatDay(one.registered_at)} icon />
        ))}
      </ul>
    </Panel>
  );
}

export function StatusBadges({ detail }: { detail: TicketDetail }) {
  const { t } = useTranslation();
  const { work, ticket } = detail;
  const tone = ticket.status === 'closed' || ticket.status === 'resolved' ? 'good' : 'info';
  return (
    <p className="row ticket-badges">
      <span data-testid="ticket-status" data-status={ticket.status}>
        <Badge tone={tone}>{wordFor('ticket_status', ticket.status)}</Badge>
      </span>
      <span data-testid="ticket-class">
        <Badge tone={work.class ? (work.class.category === 'critical' ? 'bad' : 'plain') : 'warn'}>
          {work.class ? `${work.class.type_name} · ${work.class.category_name}` : t('appeal.unclassified')}
        </Badge>
      </span>
      <Badge>{t('appeal.line', { line: work.line })}</Badge>
      {work.expedited && <Badge tone="bad">{t('appeal.expedited')}</Badge>}
      {work.restricted && <Badge tone="warn">{t('appeal.restricted')}</Badge>}
    </p>
  );
}
