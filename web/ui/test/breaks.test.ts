import { describe, expect, it } from 'vitest';
import '../src/i18n';
import { choosable, nameOfBreak } from '../src/state/breaks';

const all = [
  { reason: 'lunch', name: 'Обідня перерва', position: 1, retired: false },
  { reason: 'smoke', name: 'Перекур', position: 2, retired: true },
];

describe('reasons of breaks', () => {
  it('offers what is not retired, and names what is', () => {
    expect(choosable(all).map((one) => one.reason)).toEqual(['lunch']);
    expect(nameOfBreak(all, 'smoke')).toBe('Перекур');
    expect(nameOfBreak(all, 'lunch')).toBe('Обідня перерва');
  });

  it("has words for the system's own reason, and for anything before the list is here", () => {
    expect(nameOfBreak(all, 'no_answer')).toBe('Немає відповіді');
    expect(nameOfBreak(undefined, 'lunch')).toBe('Обід');
    expect(nameOfBreak(all, 'new_one')).toBe('new_one');
    expect(choosable(undefined)).toEqual([]);
  });
});
