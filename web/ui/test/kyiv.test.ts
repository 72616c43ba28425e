import { describe, expect, it } from 'vitest';
import { kyivInstant, kyivLocal } from '../src/ui/kyiv';

describe('local time of Kyiv', () => {
  it.each([
    ['2026-11-23T19:00', '2026-11-23T17:00:00.000Z'],
    ['2026-07-01T00:00', '2026-06-30T21:00:00.000Z'],
    ['2026-03-29T02:59', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T04:00', '2026-03-29T01:00:00.000Z'], // the clock has gone forward
    ['2026-10-25T05:00', '2026-10-25T03:00:00.000Z'], // and back
    ['2027-01-01T00:00', '2026-12-31T22:00:00.000Z'],
  ])('%s is %s', (local, instant) => {
    expect(kyivInstant(local)).toBe(instant);
    expect(kyivLocal(instant)).toBe(local);
  });

  it.each(['', '2026-11-23', '2026-13-23T19:00', 'tomorrow'])('%j is none', (local) => {
    expect(kyivInstant(local)).toBeUndefined();
  });

  it('gives back every quarter of an hour around the changes and every hour of the year, but for the hour that is skipped and the one that is twice', () => {
    const odd: string[] = [];
    const near = (at: number) =>
      [Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25)].some((change) => Math.abs(at - change) < 3 * 86_400_000);
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += near(at) ? 15 * 60_000 : 3_600_000) {
      if (kyivInstant(kyivLocal(at)) !== new Date(at).toISOString()) odd.push(kyivLocal(at));
    }
    expect(odd).toEqual(['2026-10-25T03:00', '2026-10-25T03:15', '2026-10-25T03:30', '2026-10-25T03:45']);
  });
});
