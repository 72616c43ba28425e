// Instants as people enter them: by Kyiv's clock, wherever the browser is.
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Kyiv',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** An instant as an input of type datetime-local has it: 2026-11-23T19:00. */
export function kyivLocal(at: string | number): string {
  const of = Object.fromEntries(parts.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${of.year}-${of.month}-${of.day}T${of.hour}:${of.minute}`;
}

/** The instant of a local time in Kyiv, RFC 3339 in UTC; undefined when it is none. In the hour that is twice: the later one. */
export function kyivInstant(local: string): string | undefined {
  const wanted = Date.parse(`${local}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) || Number.isNaN(wanted)) return undefined;
  let at = wanted;
  // The offset at the guess may not be the one at the answer: the second look settles it.
  for (let look = 0; look < 2; look++) at -= Date.parse(`${kyivLocal(at)}Z`) - wanted;
  return new Date(at).toISOString();
}
