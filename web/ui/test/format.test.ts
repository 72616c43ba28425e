import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDateTime,
  formatDeadline,
  formatDuration,
  formatPhone,
  kyivDay,
  numberOf,
  plural,
} from '../src/ui/format';

describe('numberOf', () => {
  it('shows what came when it is no number, and says withheld only of what was', () => {
    expect(numberOf({ number: '+380441234567' }, 'приховано')).toBe('+380 44 123-45-67');
    expect(numberOf({ number: '', number_raw: '112' }, 'приховано')).toBe('112');
    expect(numberOf({ number: '' }, 'приховано')).toBe('приховано');
  });
});

describe('formats', () => {
  it.each([
    ['+380441234567', '+380 44 123-45-67'],
    ['+48221234567', '+48 221 234 567'],
    ['', ''],
    ['anonymous', 'anonymous'],
  ])('number %s is written %s', (given, want) => expect(formatPhone(given)).toBe(want));

  it.each([
    [0, '0:00'],
    [59_999, '0:59'],
    [250_000, '4:10'],
    [3_723_000, '1:02:03'],
    [-5, '0:00'],
  ])('%d ms is %s', (ms, want) => expect(formatDuration(ms)).toBe(want));

  it('writes instants in Kyiv, whatever the machine thinks', () => {
    expect(formatDateTime('2026-11-23T22:30:00Z')).toBe('24.11.2026, 00:30');
    expect(kyivDay('2026-06-30T21:00:00Z')).toBe('2026-07-01');
  });

  it('names a deadline by its nearness', () => {
    const now = Date.parse('2026-11-23T09:00:00Z');
    expect(formatDeadline('2026-11-23T12:20:00Z', now)).toBe('сьогодні до 14:20');
    expect(formatDeadline('2026-11-24T07:30:00Z', now)).toBe('завтра до 09:30');
    expect(formatDeadline('2026-11-27T12:00:00Z', now)).toBe('27.11 до 14:00');
  });

  it('counts in Ukrainian', () => {
    const said = [1, 3, 5, 11, 21].map((n) => plural(n, 'дзвінок', 'дзвінки', 'дзвінків'));
    expect(said).toEqual(['1 дзвінок', '3 дзвінки', '5 дзвінків', '11 дзвінків', '21 дзвінок']);
  });

  it('writes sizes', () => expect([formatBytes(512), formatBytes(2_944_058)]).toEqual(['512 Б', '2,9 МБ']));
});
