// How instants, durations, numbers and sizes are written for people. Time is always Kyiv's.
const ZONE = 'Europe/Kyiv';
const LOCALE = 'uk-UA';

const clock = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
const clockSeconds = new Intl.DateTimeFormat(LOCALE, {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const day = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, day: '2-digit', month: '2-digit', year: 'numeric' });
const shortDay = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, day: '2-digit', month: '2-digit' });
const longDay = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, weekday: 'long', day: 'numeric', month: 'long' });
const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' });

export const formatTime = (at: string | number) => clock.format(new Date(at));
export const formatTimeSeconds = (at: string | number) => clockSeconds.format(new Date(at));
export const formatDay = (at: string | number) => day.format(new Date(at));
export const formatLongDay = (at: string | number) => longDay.format(new Date(at));
export const formatDateTime = (at: string | number) => `${formatDay(at)}, ${formatTime(at)}`;
/** The day in Kyiv as 2026-11-23. */
export const kyivDay = (at: string | number) => isoDay.format(new Date(at));

/** "сьогодні до 14:20", "завтра до 09:30", "25.11 до 14:00". */
export function formatDeadline(due: string, now: number): string {
  const dueDay = kyivDay(due);
  if (dueDay === kyivDay(now)) return `сьогодні до ${formatTime(due)}`;
  if (dueDay === kyivDay(now + 24 * 3600_000)) return `завтра до ${formatTime(due)}`;
  return `${shortDay.format(new Date(due))} до ${formatTime(due)}`;
}

/** 4:10, 1:02:03; negative counts as nothing. */
export function formatDuration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = String(total % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** +380441234567 → +380 44 123-45-67; other countries in groups of three; empty stays empty. */
export function formatPhone(e164: string): string {
  const ukrainian = /^\+380(\d{2})(\d{3})(\d{2})(\d{2})$/.exec(e164);
  if (ukrainian) return `+380 ${ukrainian[1]} ${ukrainian[2]}-${ukrainian[3]}-${ukrainian[4]}`;
  if (!/^\+\d{7,15}$/.test(e164)) return e164;
  return `+${e164.slice(1).replace(/\d(?=(\d{3})+$)/g, '$& ')}`;
}

/** Whose call it is, by the number: what came in its place when it is none, else the words for a withheld one. */
export const numberOf = (call: { number: string; number_raw?: string }, withheld: string) =>
  call.number ? formatPhone(call.number) : call.number_raw || withheld;

/** 1 234 567 → "1,2 МБ". */
export function formatBytes(bytes: number): string {
  const units = ['Б', 'КБ', 'МБ', 'ГБ'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${new Intl.NumberFormat(LOCALE, { maximumFractionDigits: unit === 0 ? 0 : 1 }).format(value)} ${units[unit]}`;
}

const plurals = new Intl.PluralRules(LOCALE);
/** plural(3, 'дзвінок', 'дзвінки', 'дзвінків') → "3 дзвінки". */
export function plural(count: number, one: string, few: string, many: string): string {
  const form = plurals.select(count);
  return `${count} ${form === 'one' ? one : form === 'few' ? few : many}`;
}

/** Time in whole minutes: "36 год", "30 хв", "1 год 30 хв"; it is not broken at the end of a line. */
export function spellMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [hours > 0 && `${hours}\u00a0год`, (rest > 0 || hours === 0) && `${rest}\u00a0хв`];
  return parts.filter(Boolean).join('\u00a0');
}

/** Working time that runs: "31 год 5 хв", "12 хв 40 с"; negative as if it were not. */
export function formatWork(ms: number): string {
  const total = Math.floor(Math.abs(ms) / 1000);
  const minutes = Math.floor(total / 60);
  return minutes >= 60
    ? spellMinutes(minutes)
    : `${minutes}\u00a0хв\u00a0${String(total % 60).padStart(2, '0')}\u00a0с`;
}

/** A promise of Table 1. */
export const formatTarget = (ms: number): string => spellMinutes(Math.round(ms / 60_000));
