import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { type OwedNotice, owedQuery, readTicketSearch, type TicketSearch } from '../../state/tickets';
import { formatDeadline, formatPhone } from '../../ui/format';
import { Alert, Badge, Button } from '../../ui/kit';
import { Empty, Loading } from '../../ui/states';
import { useServerNow } from '../../ui/time';

/** What applicants are still to be told (Regulation, Table 2): a talk or a letter pays it, on the ticket's page. */
export function OwedList({ search }: { search: TicketSearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mine = search.assignee === 'me';
  const found = useInfiniteQuery(owedQuery(search.service, mine));
  const rows = found.data?.pages.flatMap((page) => page.notices) ?? [];
  return (
    <>
      <div className="row">
        <Button
          size="small"
          className="owed-mine"
          icon={mine ? 'check' : 'user'}
          aria-pressed={mine}
          onPress={() =>
            void navigate({
              to: '/tickets',
              search: readTicketSearch({ list: 'owed', service: search.service, assignee: mine ? undefined : 'me' }),
            })
          }
          data-testid="owed-mine"
        >
          {t('owed.mine')}
        </Button>
      </div>
      {found.error && <Alert tone="danger">{wordsOf(found.error)}</Alert>}
      {found.isPending && <Loading />}
      {found.isSuccess && rows.length === 0 && (
        <Empty icon="check" title={t('owed.empty')} lead={t('owed.empty_lead')} />
      )}
      {rows.length > 0 && <OwedTable rows={rows} service={search.service} />}
      {found.hasNextPage && (
        <Button onPress={() => void found.fetchNextPage()} isPending={found.isFetchingNextPage}>
          {t('tickets.more')}
        </Button>
      )}
    </>
  );
}

function OwedTable({ rows, service }: { rows: OwedNotice[]; service: TicketSearch['service'] }) {
  const { t } = useTranslation();
  const now = useServerNow();
  return (
    <table className="table panel ticket-table" data-testid="owed-table">
      <caption className="visually-hidden">{t('owed.table')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('tickets.col_ticket')}</th>
          <th scope="col">{t('owed.what')}</th>
          <th scope="col">{t('owed.due')}</th>
          <th scope="col">{t('owed.ways')}</th>
          <th scope="col">{t('tickets.col_applicant')}</th>
          <th scope="col">{t('tickets.col_assignee')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-testid="owed-row">
            <td data-label={t('tickets.col_ticket')}>
              <div className="row-main">
                <Link to="/tickets/$ticketId" params={{ ticketId: String(row.ticket_id) }} className="row-link">
                  <strong>{row.ticket_number}</strong>
                </Link>
                {service === 'any' && <span className="muted small">{t(`ticket_service.${row.service}`)}</span>}
                <span className={`row-subject ${row.subject ? '' : 'muted'}`}>
                  {row.subject || t('tickets.no_subject')}
                </span>
              </div>
            </td>
            <td data-label={t('owed.what')}>{t(`owed.${row.about}`)}</td>
            <td data-label={t('owed.due')}>
              <div>
                <span className="nowrap">{formatDeadline(row.due_at, now)}</span>
                {row.late && <span className="block text-bad small">{t('owed.late')}</span>}
              </div>
            </td>
            <td data-label={t('owed.ways')}>
              <div className="row">
                {row.queued ? (
                  <Badge tone="info">{t('owed.queued')}</Badge>
                ) : (
                  row.ways.map((way) => <Badge key={way}>{t(`owed.${way}`)}</Badge>)
                )}
              </div>
            </td>
            <td data-label={t('tickets.col_applicant')}>
              <div>
                {row.applicant ?? <span className="muted">{t('tickets.unidentified')}</span>}
                {row.phone && <span className="muted small block nowrap">{formatPhone(row.phone)}</span>}
              </div>
            </td>
            <td data-label={t('tickets.col_assignee')}>
              {row.assignee ?? <span className="muted">{t('tickets.nobody')}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
