import { expect, it } from 'vitest';
import { openRows, type ProposedRow } from '../src/state/calendar';

it('days of law on which nobody has decided are told until they are over', () => {
  const row = (date: string, state: string) => ({ date, state }) as ProposedRow;
  const rows = [
    row('2026-08-24', 'open'),
    row('2026-11-23', 'open'),
    row('2026-12-25', 'open'),
    row('2026-12-24', 'confirmed'),
    row('2026-12-26', 'rejected'),
  ];
  expect(openRows(rows, '2026-11-23').map(({ date }) => date)).toEqual(['2026-11-23', '2026-12-25']);
});
