import type { TimelineEntry } from '../api/client';

/** Each leg reports the end of a call; what is told twice in a row is shown once, and is nobody's own doing. */
export function withoutEchoes(entries: TimelineEntry[]): TimelineEntry[] {
  const lines: TimelineEntry[] = [];
  for (const entry of entries) {
    const before = lines.at(-1);
    const echo =
      before?.event === entry.event &&
      before.text === entry.text &&
      (!before.agent || !entry.agent || before.agent === entry.agent);
    if (!echo) {
      lines.push(entry);
    } else if (before.agent !== entry.agent) {
      const { agent: _, ...nobodys } = before;
      lines[lines.length - 1] = nobodys;
    }
  }
  return lines;
}
