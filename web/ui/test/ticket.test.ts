import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TicketClock, TicketDetail } from '../src/api/client';
import { begun, FORMS, isOptional, owedToClose, requestOf, shownFields } from '../src/routes/tickets/forms';
import { leftAt } from '../src/state/ticket';
import { formatTarget, formatWork } from '../src/ui/format';

const hours = { server_now: '2026-11-23T15:30:00Z', open_hours: true, hours_change_at: '2026-11-23T16:00:00Z' };
const running: TicketClock = { verdict: 'running', target_s: 7200, left_s: 3600 };
const at = (time: string) => Date.parse(`2026-11-${time}:00Z`);

describe('a clock counts working time', () => {
  it.each([
    ['23T15:40', 3000], // ten minutes later
    ['23T16:00', 1800], // the working day ends
    ['23T20:00', 1800], // and the clock with it
  ])('open at %s', (time, left) => expect(leftAt(running, hours, at(time))).toBe(left * 1000));
  it('goes on at the next opening', () => {
    const night = { server_now: '2026-11-23T20:00:00Z', open_hours: false, hours_change_at: '2026-11-24T07:00:00Z' };
    expect(leftAt(running, night, at('24T06:59'))).toBe(3_600_000);
    expect(leftAt(running, night, at('24T07:30'))).toBe(1_800_000);
  });
  it('is negative when it is too late, and stands when it was kept or frozen', () => {
    expect(leftAt({ ...running, verdict: 'breached', left_s: -60 }, hours, at('23T15:31'))).toBe(-120_000);
    expect(leftAt({ ...running, verdict: 'frozen' }, hours, at('23T15:50'))).toBe(3_600_000);
    expect(leftAt({ verdict: 'met', target_s: 7200 }, hours, at('23T15:50'))).toBeUndefined();
  });
  it('is written in hours and minutes', () => {
    expect(
      [
        formatWork(31 * 3_600_000 + 300_000),
        formatWork(-760_000),
        formatTarget(5_400_000),
        formatTarget(129_600_000),
      ].map((text) => text.replaceAll('\u00a0', ' ')),
    ).toEqual(['31 год 5 хв', '12 хв 40 с', '1 год 30 хв', '36 год']);
  });
});

describe('forms of acts', () => {
  const detail = {
    ticket: { status: 'in_progress' },
    work: { version: 7, expedited: false, class: { type: 'feature' } },
  } as TicketDetail;
  it("asks for МРГ's decision only when a wish goes to be made", () => {
    const names = (unit: string) => shownFields('hand_over', { unit }, detail).map((field) => field.name);
    expect(names('technical')).toEqual([
      'unit',
      'decision',
      'decision_at',
      'decision_agreed',
      'planned_release_at',
      'reason',
    ]);
    expect(names('mrg')).toEqual(['unit', 'responsible', 'reason']);
    expect(names('gbk')).toEqual(['unit', 'reason']);
  });
  it("needs МРГ's decision for a recommendation that has none", () => {
    const needed = (work: object) =>
      shownFields('hand_over', { unit: 'technical' }, { ...detail, work: { ...detail.work, ...work } } as TicketDetail)
        .filter((field) => !isOptional(field, { ...detail, work: { ...detail.work, ...work } } as TicketDetail))
        .map((field) => field.name);
    const decision = ['decision', 'decision_at', 'decision_agreed'];
    expect(needed({ class: { type: 'feature', category: 'low' } })).toEqual(['unit', ...decision, 'reason']);
    expect(needed({ class: { type: 'feature', category: 'low' }, decision: '12' })).toEqual(['unit', 'reason']);
    expect(needed({ class: { type: 'feature', category: 'high' } })).toEqual(['unit', 'reason']);
  });
  it("leaves out what is empty or not shown, and speaks the server's units", () => {
    expect(requestOf('extend_term', { extension_minutes: '1,5', reason: ' Так ' }, detail)).toEqual({
      extension_minutes: 90,
      reason: 'Так',
    });
    expect(requestOf('hand_over', { unit: 'gbk', responsible: 'Іваненко', reason: 'Так' }, detail)).toEqual({
      unit: 'gbk',
      reason: 'Так',
    });
    expect(requestOf('hand_over', { unit: 'technical', decision: '12', decision_agreed: 'yes' }, detail)).toEqual({
      unit: 'technical',
      decision: '12',
      decision_agreed: true,
    });
    expect(requestOf('expedite', { reason: 'Горить' }, detail)).toEqual({
      expedited: true,
      reason: 'Горить',
    });
    expect(requestOf('assign', { assignee: '12', reason: '' }, detail)).toEqual({ assignee: 12 });
  });
  it('has a form for every act of the contract', () => {
    const contract = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8');
    const acts = /^ {4}ActName: \{type: string, enum: \[([^\]]+)\]/m.exec(contract)?.[1]?.split(', ') ?? [];
    const own = ['classify', 'describe']; // forms that are more than a list of fields
    expect([...Object.keys(FORMS), ...own].sort()).toEqual(acts.sort());
  });
});

describe('what stands between a ticket and its end', () => {
  const notice = { id: 1, stage: 'closing', about: 'result', words: '', ways: ['oral'], owed_at: '', due_at: '' };
  const withNotice = (more: object, told_at?: string) =>
    ({
      ticket: { status: 'resolved' },
      work: { notices: [{ ...notice, state: 'owed', ...more }], resolution: { told_at }, acts: [] },
    }) as unknown as TicketDetail;
  it.each([
    ['the result is not told', {}, undefined, 1],
    ['its letter waits', { state: 'queued' }, undefined, 1],
    ['it is told', { state: 'paid' }, '2026-11-23T08:00:00Z', 0],
    ['the hand-over is not told', { stage: 'status', about: 'handed_over' }, undefined, 1],
    ['another hand-over was told', { stage: 'status', about: 'handed_over' }, '2026-11-23T08:00:00Z', 0],
    ['a term is not told', { stage: 'status', about: 'term' }, undefined, 0],
  ])('%s', (_, more, told, n) => expect(owedToClose(withNotice(more, told))).toHaveLength(n));
  it('leaves only the reason of those who cannot be reached', () => {
    const reasons = { close_reasons: ['solved', 'no_contact'].map((code) => ({ code, name: code })) } as never;
    const codes = (detail: TicketDetail) => FORMS.close[0]?.options?.(reasons, detail).map(({ code }) => code);
    expect(codes(withNotice({}))).toEqual(['no_contact']);
    expect(begun('close', withNotice({})).close_reason).toBe('no_contact');
    expect(codes(withNotice({ state: 'paid' }))).toEqual(['solved', 'no_contact']);
  });
});
