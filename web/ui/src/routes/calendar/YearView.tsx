import { Link, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarSearch } from '../../router';
import {
  addDays,
  type Calendar,
  type CalendarDay,
  columnOf,
  KINDS,
  spellLongDate,
  spellMonth,
  spellWeekday,
} from '../../state/calendar';
import { DayPanel } from './DayPanel';
import { Unconfirmed } from './Unconfirmed';

/** The sign of a kind stands beside the number: colour alone says nothing to some. */
const SIGNS = { holiday: 'с', day_off: 'в', working: 'р', short: '−', extended: '+', suspended: '·' } as const;
type Look = keyof typeof SIGNS | 'works' | 'off';

const lookOf = (day: CalendarDay): Look =>
  day.kind ?? (day.rows?.some((row) => row.suspended) ? 'suspended' : day.works ? 'works' : 'off');

const signOf = (look: Look) => (look === 'works' || look === 'off' ? undefined : SIGNS[look]);

interface YearProps {
  calendar: Calendar;
  search: CalendarSearch;
  edits: boolean;
}

export function YearView({ calendar, search, edits }: YearProps) {
  const { t } = useTranslation();
  const { year, today, days } = calendar;
  const navigate = useNavigate();
  const grid = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const chosen =
    days.find((day) => day.date === search.day) ?? days.find((day) => day.date === today) ?? (days[0] as CalendarDay);
  const choose = (day: string) => navigate({ to: '/calendar', search: { ...search, day }, replace: true });

  function move(event: KeyboardEvent) {
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -7,
      ArrowDown: 7,
      PageUp: -28,
      PageDown: 28,
    };
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const to = addDays(chosen.date, step);
    if (!to.startsWith(`${year}-`)) return;
    void choose(to).then(() => grid.current?.querySelector<HTMLElement>(`[data-date="${to}"]`)?.focus());
  }

  return (
    <div className="calendar">
      <div className="calendar-year">
        <div className="calendar-head">
          <Link to="/calendar" search={{ ...search, year: year - 1, day: undefined }} className="calendar-step">
            ← {t('calendar.previous', { year: year - 1 })}
          </Link>
          <h2 data-testid="calendar-year">{t('calendar.year', { year })}</h2>
          <Link
            to="/calendar"
            search={{ ...search, year: year + 1, day: undefined }}
            className="calendar-step"
            data-testid="calendar-next"
          >
            {t('calendar.next', { year: year + 1 })} →
          </Link>
        </div>
        <Unconfirmed calendar={calendar} search={search} />
        <Legend />
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the days in it are the buttons; the arrows go from one to another */}
        <div ref={grid} className="calendar-months" onKeyDown={move}>
          {Array.from({ length: 12 }, (_, month) => (
            <Month
              key={spellMonth(month + 1)}
              month={month + 1}
              days={days.filter((day) => Number(day.date.slice(5, 7)) === month + 1)}
              chosen={chosen.date}
              today={today}
              onChoose={(day) => void choose(day).then(() => panel.current?.scrollIntoView({ block: 'nearest' }))}
            />
          ))}
        </div>
        <p className="muted small">{t('calendar.days_keys')}</p>
      </div>
      <div ref={panel} className="calendar-side">
        <DayPanel key={chosen.date} day={chosen} calendar={calendar} edits={edits} />
      </div>
    </div>
  );
}

function Legend() {
  const { t } = useTranslation();
  return (
    <ul className="calendar-legend" aria-label={t('calendar.legend')}>
      {KINDS.map((kind) => (
        <li key={kind}>
          <span className={`day day-${kind}`} aria-hidden="true">
            {SIGNS[kind]}
          </span>
          {t(`day_kind.${kind}`)}
        </li>
      ))}
      <li>
        <span className="day day-suspended" aria-hidden="true">
          {SIGNS.suspended}
        </span>
        {t('calendar.suspended')}
      </li>
      <li>
        <span className="day day-off" aria-hidden="true" />
        {t('calendar.off')}
      </li>
    </ul>
  );
}

interface MonthProps {
  month: number;
  days: CalendarDay[];
  chosen: string;
  today: string;
  onChoose(date: string): void;
}

function Month({ month, days, chosen, today, onChoose }: MonthProps) {
  const { t } = useTranslation();
  const first = days[0];
  if (!first) return null;
  const cells: (CalendarDay | undefined)[] = [
    ...Array.from({ length: columnOf(first.date) }, () => undefined),
    ...days,
  ];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) => cells.slice(week * 7, week * 7 + 7));
  function words(day: CalendarDay) {
    const look = lookOf(day);
    const kind =
      look === 'works' || look === 'off' || look === 'suspended' ? t(`calendar.${look}`) : t(`day_kind.${look}`);
    const hours = day.opens ? `, ${day.opens}–${day.closes}` : '';
    return `${spellLongDate(day.date)}: ${kind}${hours}${day.date === today ? `, ${t('calendar.today')}` : ''}`;
  }
  return (
    <table className="month">
      <caption>{spellMonth(month)}</caption>
      <thead>
        <tr>
          {[1, 2, 3, 4, 5, 6, 0].map((weekday) => (
            <th key={weekday} scope="col" abbr={spellWeekday(weekday)}>
              {['нд', 'пн', 'вт', 'ср', 'чт', 'пт', 'сб'][weekday]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week.find(Boolean)?.date}>
            {week.map((day, column) =>
              day ? (
                <td key={day.date}>
                  <button
                    type="button"
                    className={`day day-${lookOf(day)} ${day.date === today ? 'day-today' : ''}`}
                    aria-label={words(day)}
                    aria-pressed={day.date === chosen}
                    tabIndex={day.date === chosen ? 0 : -1}
                    data-date={day.date}
                    data-sign={signOf(lookOf(day))}
                    onClick={() => onChoose(day.date)}
                  >
                    {Number(day.date.slice(8))}
                  </button>
                </td>
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: an empty cell is nothing but its place
                <td key={column} />
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
