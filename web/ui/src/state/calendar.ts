// The working calendar, the law's rows of a year, and Table 1. Everybody reads them; administrators change them.
import { queryOptions } from '@tanstack/react-query';
import { api, must } from '../api/client';
import type { components } from '../api/schema';
import { queries } from './session';

type Schemas = components['schemas'];
export type Calendar = Schemas['Calendar'];
export type CalendarDay = Schemas['CalendarDay'];
export type CalendarRow = Schemas['CalendarRow'];
export type CalendarWeek = Schemas['CalendarWeek'];
export type CalendarRegime = Schemas['CalendarRegime'];
export type CalendarFeast = Schemas['CalendarFeast'];
export type CalendarHours = Schemas['CalendarHours'];
export type Kind = Schemas['CalendarKind'];
export type Norm = Schemas['CalendarNorm'];
export type Suspension = Schemas['CalendarSuspension'];
export type ProposedRow = Schemas['CalendarProposedRow'];
export type Target = Schemas['TargetRow'];

export const KINDS: Kind[] = ['holiday', 'day_off', 'working', 'short', 'extended'];
export const NORMS: Norm[] = ['holidays', 'transfer', 'short'];
export const isOff = (kind: Kind) => kind === 'holiday' || kind === 'day_off';

export const calendarQuery = (year?: number) =>
  queryOptions({
    queryKey: ['calendar', year],
    queryFn: () => must(api.GET('/api/v1/calendar', { params: { query: year ? { year } : {} } })),
  });
/** Rows on which nobody has decided, of today and of days to come. */
export const openRows = (rows: ProposedRow[], today: string) =>
  rows.filter((row) => row.state === 'open' && row.date >= today);

export const proposalQuery = (year: number) =>
  queryOptions({
    queryKey: ['calendar', 'proposal', year],
    queryFn: () => must(api.GET('/api/v1/calendar/proposals/{year}', { params: { path: { year } } })),
  });
export const targetsQuery = queryOptions({
  queryKey: ['targets'],
  queryFn: () => must(api.GET('/api/v1/targets')),
});

/** Does what changes the calendar, and shows how it is afterwards; so it does after a conflict. */
async function changing(change: Promise<unknown>): Promise<void> {
  try {
    await change;
  } finally {
    await queries.invalidateQueries({ queryKey: ['calendar'] });
  }
}

export const putDays = (body: Schemas['CalendarDaysEdit']) =>
  changing(must(api.PUT('/api/v1/calendar/days', { body })));
export const putWeek = (body: Schemas['CalendarWeekEdit']) =>
  changing(must(api.PUT('/api/v1/calendar/weeks', { body })));
export const putRegime = (body: Schemas['CalendarRegimeEdit']) =>
  changing(must(api.PUT('/api/v1/calendar/regimes', { body })));
export const putFeast = (body: Schemas['CalendarFeastEdit']) =>
  changing(must(api.PUT('/api/v1/calendar/feasts', { body })));
export const decide = (year: number, body: Schemas['CalendarDecisions']) =>
  changing(must(api.PUT('/api/v1/calendar/proposals/{year}', { params: { path: { year } }, body })));

export async function putTarget(body: Schemas['TargetEdit']): Promise<void> {
  await must(api.PUT('/api/v1/targets', { body }));
  await queries.invalidateQueries({ queryKey: ['targets'] });
}

/** A day of the calendar as an instant: noon in UTC is the same day in Kyiv. */
const noon = (date: string) => Date.parse(`${date}T12:00:00Z`);
const longDate = new Intl.DateTimeFormat('uk-UA', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const dayOfYear = new Intl.DateTimeFormat('uk-UA', { timeZone: 'UTC', day: 'numeric', month: 'long' });
const monthName = new Intl.DateTimeFormat('uk-UA', { timeZone: 'UTC', month: 'long' });
const weekdayName = new Intl.DateTimeFormat('uk-UA', { timeZone: 'UTC', weekday: 'long' });

export const spellDate = (date: string) => date.split('-').reverse().join('.');
export const spellLongDate = (date: string) => longDate.format(noon(date));
export const spellMonth = (month: number) => monthName.format(Date.UTC(2026, month - 1, 15));
/** 5, 25 → "25 травня". */
export const spellDayOfYear = (month: number, day: number) => dayOfYear.format(Date.UTC(2026, month - 1, day));
/** Sunday is 0: 4 January 2026 was one. */
export const spellWeekday = (weekday: number) => weekdayName.format(Date.UTC(2026, 0, 4 + weekday));
export const addDays = (date: string, days: number) =>
  new Date(noon(date) + days * 86_400_000).toISOString().slice(0, 10);
/** Monday is 0. */
export const columnOf = (date: string) => (new Date(noon(date)).getUTCDay() + 6) % 7;

export const spellSpan = (from: string, until?: string) =>
  until ? `${spellDate(from)} – ${spellDate(until)}` : `з ${spellDate(from)}`;
