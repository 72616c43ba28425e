import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Calendar,
  type CalendarDay,
  type CalendarRow,
  isOff,
  KINDS,
  type Kind,
  putDays,
  spellLongDate,
} from '../../state/calendar';
import { Choice } from '../../ui/choice';
import { FormDialog } from '../../ui/form-dialog';
import { formatDateTime } from '../../ui/format';
import { Badge, Button, Field, Panel } from '../../ui/kit';
import { Why } from './Why';

/** What holds on a day, by which rows, and on what each rests. */
export function DayPanel({ day, calendar, edits }: { day: CalendarDay; calendar: Calendar; edits: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const rows = day.rows ?? [];
  return (
    <Panel title={spellLongDate(day.date)} className="calendar-day" data-testid="calendar-day">
      <p className="calendar-hours">
        <span className="muted small">{t('calendar.now')}</span>
        <strong>{day.works ? `${day.opens}–${day.closes}` : t('calendar.closed')}</strong>
      </p>
      {!day.kind && <p className="muted">{t('calendar.by_week')}</p>}
      {rows.map((row) => (
        <Row key={row.norm ?? 'own'} row={row} />
      ))}
      {edits && day.date >= calendar.today && (
        <Button onPress={() => setOpen(true)} data-testid="change-day">
          {t('calendar.change_day')}
        </Button>
      )}
      {open && <DaysDialog day={day} version={calendar.version} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function Row({ row }: { row: CalendarRow }) {
  const { t } = useTranslation();
  return (
    <div className="calendar-row">
      <p className="row">
        <Badge tone={row.suspended ? 'plain' : 'info'}>{t(`day_kind.${row.kind}`)}</Badge>
        {row.opens && (
          <span>
            {row.opens}–{row.closes}
          </span>
        )}
      </p>
      {row.suspended && <p className="small">{t('calendar.suspended_long')}</p>}
      <dl className="facts">
        {row.legal_basis && (
          <div>
            <dt>{t('calendar.basis')}</dt>
            <dd>{row.legal_basis}</dd>
          </div>
        )}
        <div>
          <dt>{t('calendar.reason')}</dt>
          <dd>{row.reason}</dd>
        </div>
        <div>
          <dt>{t('calendar.author')}</dt>
          <dd>{t('calendar.by', { author: row.author, at: formatDateTime(row.at) })}</dd>
        </div>
      </dl>
    </div>
  );
}

const USUAL = '+usual';

function DaysDialog({ day, version, onClose }: { day: CalendarDay; version: number; onClose(): void }) {
  const { t } = useTranslation();
  const own = day.rows?.find((row) => !row.norm);
  const [form, setForm] = useState({
    from: day.date,
    until: day.date,
    kind: (own?.kind ?? 'extended') as string,
    opens: own?.opens ?? day.opens ?? '09:00',
    closes: own?.closes ?? day.closes ?? '18:00',
    legal_basis: own?.legal_basis ?? '',
    reason: '',
  });
  const put = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }));
  const kind = form.kind === USUAL ? undefined : (form.kind as Kind);
  const hours = kind !== undefined && !isOff(kind);
  function save() {
    const { from, until, legal_basis, reason } = form;
    return putDays({
      version,
      from,
      until,
      reason,
      ...(legal_basis && { legal_basis }),
      ...(kind && { kind }),
      ...(hours && { opens: form.opens, closes: form.closes }),
    });
  }
  return (
    <FormDialog title={t('calendar.change_title')} lead={t('calendar.change_lead')} onClose={onClose} save={save}>
      {(faults) => (
        <>
          <div className="pair">
            <Field
              label={t('calendar.from')}
              type="date"
              value={form.from}
              onChange={put('from')}
              error={faults.from}
              data-testid="day-from"
            />
            <Field
              label={t('calendar.until')}
              type="date"
              value={form.until}
              onChange={put('until')}
              error={faults.until}
              data-testid="day-until"
            />
          </div>
          <Choice
            label={t('calendar.kind_of')}
            value={form.kind}
            onChange={put('kind')}
            options={[
              ...KINDS.map((name): [string, string] => [name, t(`day_kind.${name}`)]),
              ...(own ? ([[USUAL, t('calendar.usual')]] as [string, string][]) : []),
            ]}
            data-testid="day-kind"
          />
          {hours && (
            <div className="pair">
              <Field
                label={t('calendar.opens')}
                type="time"
                value={form.opens}
                onChange={put('opens')}
                error={faults.hours ?? faults.opens}
                data-testid="day-opens"
              />
              <Field
                label={t('calendar.closes')}
                type="time"
                value={form.closes}
                onChange={put('closes')}
                error={faults.closes}
                data-testid="day-closes"
              />
            </div>
          )}
          <Why form={form} put={put} faults={faults} />
        </>
      )}
    </FormDialog>
  );
}
