import { Link, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, must, type TicketClock, wordsOf } from '../../api/client';
import { queries, useSession } from '../../state/session';
import { roughly, type TicketList, type TicketRow } from '../../state/tickets';
import { formatDateTime, formatDeadline, formatPhone } from '../../ui/format';
import { Badge, Button } from '../../ui/kit';
import { useServerNow } from '../../ui/time';

interface Said {
  tone: 'success' | 'danger';
  words: string;
}

interface ListTableProps {
  rows: TicketRow[];
  list: TicketList;
  chosen: ReadonlySet<number>;
  /** Absent: this user acts on one ticket at a time. */
  onChoose: ((chosen: ReadonlySet<number>) => void) | undefined;
  onSaid(said: Said | undefined): void;
}

/** Which ticket was opened last, so that coming back comes back to its row. */
const OPENED = 'hotline-list-opened';

export function ListTable({ rows, list, chosen, onChoose, onSaid }: ListTableProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const session = useSession();
  const body = useRef<HTMLTableSectionElement>(null);
  const [taking, setTaking] = useState<number>();

  useEffect(() => {
    const opened = sessionStorage.getItem(OPENED);
    sessionStorage.removeItem(OPENED);
    const link = opened && body.current?.querySelector<HTMLElement>(`[data-ticket="${opened}"] .row-link`);
    if (!link) return;
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: 'center' });
  }, []);

  const open = (row: TicketRow) => {
    sessionStorage.setItem(OPENED, String(row.id));
    void navigate({ to: '/tickets/$ticketId', params: { ticketId: String(row.id) } });
  };
  const choose = (ids: number[], on: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) on ? next.add(id) : next.delete(id);
    onChoose?.(next);
  };
  async function take(row: TicketRow) {
    if (!takeable(row) || taking) return;
    setTaking(row.id);
    onSaid(undefined);
    try {
      await must(
        api.POST('/api/v1/tickets/{ticketId}/acts/{act}', {
          params: { path: { ticketId: row.id, act: 'take' } },
          body: { version: row.version },
        }),
      );
      onSaid({ tone: 'success', words: t('tickets.taken', { number: row.number }) });
    } catch (error) {
      onSaid({ tone: 'danger', words: `${row.number}: ${wordsOf(error)}` });
    }
    setTaking(undefined);
    void queries.invalidateQueries({ queryKey: ['tickets'] });
    void queries.invalidateQueries({ queryKey: ['ticket-counts'] });
  }
  const takeable = (row: TicketRow) =>
    row.assignee?.id !== session?.user_id && row.status !== 'resolved' && row.status !== 'closed';

  /** Letters work on a row only: a page must not steal them from whoever dictates or types (WCAG 2.1.4). */
  function keys(event: KeyboardEvent) {
    const lines = [...(body.current?.querySelectorAll<HTMLElement>('[data-ticket]') ?? [])];
    const at = lines.findIndex((line) => line.contains(document.activeElement));
    const row = rows[at];
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
    const go = (to: number) => lines[to]?.querySelector<HTMLElement>('.row-link')?.focus();
    // By the key's place: the same on each layout.
    const { code } = event;
    if (code === 'KeyJ' || code === 'ArrowDown') go(at + 1);
    else if (code === 'KeyK' || code === 'ArrowUp') go(at - 1);
    else if (code === 'KeyT') void take(row);
    else if (code === 'KeyX' && onChoose) choose([row.id], !chosen.has(row.id));
    else return;
    event.preventDefault();
  }

  return (
    <>
      <table className="table panel ticket-table" data-testid="tickets-table">
        <caption className="visually-hidden">{t('tickets.table', { list: t(`tickets.${list}`) })}</caption>
        <thead>
          <tr>
            {onChoose && (
              <th scope="col" className="choose">
                <input
                  type="checkbox"
                  aria-label={t('tickets.select_all')}
                  checked={rows.every((row) => chosen.has(row.id))}
                  onChange={(event) =>
                    choose(
                      rows.map((row) => row.id),
                      event.target.checked,
                    )
                  }
                />
              </th>
            )}
            <th scope="col">{t('tickets.col_ticket')}</th>
            <th scope="col">{t('tickets.col_applicant')}</th>
            <th scope="col">{t('tickets.col_status')}</th>
            <th scope="col">{t('tickets.col_class')}</th>
            <th scope="col">{t('tickets.col_assignee')}</th>
            <th scope="col">{t('tickets.col_reaction')}</th>
            <th scope="col">{t('tickets.col_resolution')}</th>
            <th scope="col">{t('tickets.col_act')}</th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={keys}>
          {rows.map((row) => (
            <tr
              key={row.id}
              data-ticket={row.id}
              data-testid="ticket-row"
              data-chosen={chosen.has(row.id) || undefined}
            >
              {onChoose && (
                <td className="choose" data-label="">
                  <input
                    type="checkbox"
                    aria-label={t('tickets.select', { number: row.number })}
                    checked={chosen.has(row.id)}
                    onChange={(event) => choose([row.id], event.target.checked)}
                  />
                </td>
              )}
              <Facts row={row} onOpen={() => open(row)} />
              <td data-label={t('tickets.col_act')} className="row-act">
                {takeable(row) ? (
                  <Button
                    size="small"
                    onPress={() => void take(row)}
                    isPending={taking === row.id}
                    aria-label={`${t('tickets.take')} ${row.number}`}
                    data-testid="row-take"
                  >
                    {t('tickets.take')}
                  </Button>
                ) : (
                  '—'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted small keys-hint">{t(onChoose ? 'tickets.keys_bulk' : 'tickets.keys')}</p>
    </>
  );
}

function Facts({ row, onOpen }: { row: TicketRow; onOpen(): void }) {
  const { t } = useTranslation();
  const subject = row.subject ?? t(row.restricted ? 'tickets.restricted' : 'tickets.no_subject');
  return (
    <>
      <td data-label={t('tickets.col_ticket')}>
        <div className="row-main">
          <Link
            to="/tickets/$ticketId"
            params={{ ticketId: String(row.id) }}
            className="row-link"
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return; // another tab
              event.preventDefault();
              onOpen();
            }}
            data-testid="row-open"
          >
            <strong>{row.number}</strong>
          </Link>
          {row.expedited && <Badge tone="bad">{t('tickets.expedited')}</Badge>}
          <span className={`row-subject ${row.subject ? '' : 'muted'}`}>{subject}</span>
          <span className="muted small">
            {t(`channel.${row.channel}`)}, {formatDateTime(row.registered_at)}
          </span>
        </div>
      </td>
      <td data-label={t('tickets.col_applicant')}>
        <div>
          {row.applicant_name ?? <span className="muted">{t('tickets.unidentified')}</span>}
          {row.caller && <span className="muted small block nowrap">{formatPhone(row.caller)}</span>}
        </div>
      </td>
      <td data-label={t('tickets.col_status')}>
        <div>
          <Badge tone={row.status === 'resolved' || row.status === 'closed' ? 'good' : 'info'}>
            {t(`ticket_status.${row.status}`)}
          </Badge>
          {row.status === 'handed_over' && row.unit && (
            <span className="muted small block">{t(`ticket_unit.${row.unit}`)}</span>
          )}
          <span className="muted small block">{t(`ticket_service.${row.service}`)}</span>
        </div>
      </td>
      <td data-label={t('tickets.col_class')}>
        {row.type && row.category ? (
          <div>
            {t(`ticket_type.${row.type}`)}
            <span className={`small block ${row.category === 'critical' ? 'text-bad' : 'muted'}`}>
              {t(`ticket_category.${row.category}`)}
            </span>
          </div>
        ) : (
          <span className="muted">{t('tickets.unclassified')}</span>
        )}
      </td>
      <td data-label={t('tickets.col_assignee')}>
        {row.assignee?.name ?? <span className="muted">{t('tickets.nobody')}</span>}
      </td>
      <td data-label={t('tickets.col_reaction')}>
        <Term clock={row.reaction} />
      </td>
      <td data-label={t('tickets.col_resolution')}>
        <Term clock={row.resolution} />
      </td>
    </>
  );
}

/** From this part of a promise on it is near its end. */
const NEAR = 0.75;
const SAID = { running: 'left', breached: 'late', frozen: 'stands', met: 'met', met_late: 'met_late' } as const;

/** How near one promise is: the words say it, the bar shows it. */
function Term({ clock }: { clock: TicketClock }) {
  const { t } = useTranslation();
  const now = useServerNow();
  const left = clock.left_s ?? 0;
  const kept = clock.verdict === 'met' || clock.verdict === 'met_late';
  const used = kept ? 1 : Math.min(1, Math.max(0, 1 - left / clock.target_s));
  const tone =
    clock.verdict === 'breached' || clock.verdict === 'met_late'
      ? 'late'
      : clock.verdict === 'running' && used >= NEAR
        ? 'near'
        : clock.verdict === 'running'
          ? 'run'
          : clock.verdict === 'frozen'
            ? 'stand'
            : 'good';
  return (
    <div className={`term term-${tone}`} data-verdict={clock.verdict}>
      <span className="term-left">{t(`tickets.${SAID[clock.verdict]}`, { time: roughly(left) })}</span>
      {!kept && (
        <span className="term-bar" aria-hidden="true">
          <span style={{ width: `${Math.round(used * 100)}%` }} />
        </span>
      )}
      {!kept && clock.due_at && <span className="muted small">{formatDeadline(clock.due_at, now)}</span>}
    </div>
  );
}
