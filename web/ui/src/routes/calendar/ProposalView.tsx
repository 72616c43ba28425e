import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import type { CalendarSearch } from '../../router';
import { type Calendar, decide, type ProposedRow, proposalQuery, spellDate, spellLongDate } from '../../state/calendar';
import { FormDialog } from '../../ui/form-dialog';
import { Alert, Badge, Button, Field, Panel } from '../../ui/kit';

const TONES = { open: 'warn', confirmed: 'good', rejected: 'plain' } as const;

interface ProposalProps {
  calendar: Calendar;
  search: CalendarSearch;
  edits: boolean;
}

/** What the law gives a year; a person confirms or rejects each row. Next year's unless another is asked for. */
export function ProposalView({ calendar, search, edits }: ProposalProps) {
  const { t } = useTranslation();
  const year = search.year ?? Number(calendar.today.slice(0, 4)) + 1;
  const proposal = useQuery(proposalQuery(year));
  const [chosen, setChosen] = useState<{ rows: ProposedRow[]; confirm: boolean }>();
  const rows = proposal.data?.rows ?? [];
  const open = rows.filter((row) => row.state === 'open');
  return (
    <Panel
      className="calendar-proposal"
      title={t('calendar.year', { year })}
      aside={
        <span className="row">
          <Link to="/calendar" search={{ ...search, year: year - 1 }} className="calendar-step">
            ← {t('calendar.previous', { year: year - 1 })}
          </Link>
          <Link to="/calendar" search={{ ...search, year: year + 1 }} className="calendar-step">
            {t('calendar.next', { year: year + 1 })} →
          </Link>
        </span>
      }
    >
      <p className="muted">{t('calendar.proposal_lead', { year })}</p>
      {proposal.error && <Alert tone="danger">{wordsOf(proposal.error)}</Alert>}
      {rows.length > 0 && rows.every((row) => row.suspended) && (
        <Alert tone="info">{t('calendar.proposal_suspended')}</Alert>
      )}
      {proposal.isSuccess && rows.length === 0 && <p className="muted">{t('calendar.proposal_none')}</p>}
      {edits && open.length > 1 && (
        <Button tone="primary" onPress={() => setChosen({ rows: open, confirm: true })} data-testid="confirm-all">
          {t('calendar.confirm_all')}
        </Button>
      )}
      <ul className="calendar-list" data-testid="proposal">
        {rows.map((row) => (
          <Row
            key={row.date + row.norm}
            row={row}
            edits={edits}
            onDecide={(confirm) => setChosen({ rows: [row], confirm })}
          />
        ))}
      </ul>
      {chosen && proposal.data && (
        <DecideDialog
          year={year}
          version={proposal.data.version}
          rows={chosen.rows}
          confirm={chosen.confirm}
          onClose={() => setChosen(undefined)}
        />
      )}
    </Panel>
  );
}

interface RowProps {
  row: ProposedRow;
  edits: boolean;
  onDecide(confirm: boolean): void;
}

function Row({ row, edits, onDecide }: RowProps) {
  const { t } = useTranslation();
  const date = spellDate(row.date);
  return (
    <li className="calendar-proposed" data-testid={`row-${row.date}-${row.norm}`}>
      <div className="calendar-proposed-words">
        <strong>{spellLongDate(row.date)}</strong>
        <span>
          {t(`day_kind.${row.kind}`)}
          {row.opens && `, ${row.opens}–${row.closes}`}
        </span>
        <span className="muted small">
          {row.norm === 'holidays'
            ? row.feast
            : t('calendar.feast_on', { feast: row.feast, date: spellDate(row.feast_on) })}
          {`. ${row.legal_basis}`}
        </span>
      </div>
      <Badge tone={TONES[row.state]}>{t(`calendar.${row.state}`)}</Badge>
      {row.suspended && <Badge>{t('calendar.suspended')}</Badge>}
      {row.dropped && <Badge tone="warn">{t('calendar.dropped')}</Badge>}
      {edits && (
        <span className="row">
          {row.state !== 'confirmed' && (
            <Button
              size="small"
              onPress={() => onDecide(true)}
              aria-label={t('calendar.confirm_of', { date })}
              data-testid={`confirm-${row.date}-${row.norm}`}
            >
              {t('calendar.confirm')}
            </Button>
          )}
          {row.state !== 'rejected' && (
            <Button
              size="small"
              tone="quiet"
              onPress={() => onDecide(false)}
              aria-label={t('calendar.reject_of', { date })}
            >
              {t('calendar.reject')}
            </Button>
          )}
        </span>
      )}
    </li>
  );
}

interface DecideProps {
  year: number;
  version: number;
  rows: ProposedRow[];
  confirm: boolean;
  onClose(): void;
}

function DecideDialog({ year, version, rows, confirm, onClose }: DecideProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [only] = rows;
  const save = () => decide(year, { version, reason, rows: rows.map(({ date, norm }) => ({ date, norm, confirm })) });
  return (
    <FormDialog
      title={t(confirm ? 'calendar.confirm' : 'calendar.reject')}
      lead={only && rows.length === 1 ? spellLongDate(only.date) : t('calendar.decide_lead', { count: rows.length })}
      onClose={onClose}
      save={save}
    >
      {(faults) => (
        <Field
          label={t('calendar.reason')}
          hint={t('calendar.reason_hint')}
          value={reason}
          onChange={setReason}
          error={faults.reason}
          maxLength={500}
          data-testid="reason"
        />
      )}
    </FormDialog>
  );
}
