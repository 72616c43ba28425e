import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Desk, DeskCall } from '../src/api/client';
import { isOlder, lostCaller, phaseOf } from '../src/state/desk';
import { sha256 } from '../src/state/digest';
import { DraftKeeper, type DraftView, SAVE_AFTER_MS, type SaveResult } from '../src/state/draft';
import { HeardTracker, merge } from '../src/state/heard';
import { amplitudes } from '../src/state/peaks';
import { writtenBy } from '../src/state/ticket';
import { withoutEchoes } from '../src/state/timeline';

const NOW = '2026-11-23T09:00:00Z';

function desk(state: Desk['agent']['state'], call?: Partial<DeskCall>): Desk {
  return {
    version: '1',
    server_now: NOW,
    agent: {
      id: 7,
      name: 'К',
      service: 'information',
      state,
      state_since: NOW,
      phone: 'browser',
      phone_reachable: true,
    },
    line: { waiting: 0, longest_wait_ms: 0 },
    ...(call && {
      call: {
        id: 'c',
        direction: 'inbound',
        leg_id: 'l',
        role: 'agent',
        leg_status: 'up',
        state: 'talking',
        number: '',
        arrived_at: NOW,
        wait_ms: 0,
        muted: false,
        recording_paused: false,
        ...call,
      },
    }),
  };
}

describe('phaseOf', () => {
  it.each<[string, Desk, string]>([
    ['nobody at work', desk('offline'), 'offline'],
    ['a pause', desk('break'), 'break'],
    ['free', desk('available'), 'idle'],
    ['reserved, the phone is not rung yet', desk('offered', { leg_status: 'reserved', state: 'offered' }), 'offer'],
    ['reserved, there is no leg to answer yet', desk('offered', { leg_status: 'reserved', leg_id: '' }), 'idle'],
    ['ringing', desk('offered', { leg_status: 'ringing', state: 'offered' }), 'offer'],
    [
      'a colleague rings',
      desk('offered', { leg_status: 'ringing', state: 'consult_ringing', role: 'target' }),
      'consult_offer',
    ],
    ['talk', desk('on_call', {}), 'talking'],
    ['music for the caller', desk('on_call', { state: 'held' }), 'held'],
    ['we ask a colleague', desk('on_call', { state: 'consult_ringing' }), 'consult_ringing'],
    ['we ask the caller meanwhile', desk('on_call', { state: 'swapped' }), 'swapped'],
    ['we wait for who consults us', desk('on_call', { state: 'swapped', role: 'target' }), 'consulted'],
    ['we talk all three', desk('on_call', { state: 'conference' }), 'conference'],
    ['we consult', desk('on_call', { state: 'consulting' }), 'consulting'],
    ['we are consulted', desk('on_call', { state: 'consulting', role: 'target' }), 'consulted'],
    ['handed to us', desk('on_call', { role: 'target' }), 'talking'],
    ['the page was reloaded in a talk', desk('on_call', { leg_status: 'ringing' }), 'rejoining'],
    ['we call out', desk('offered', { leg_status: 'ringing', state: 'placing', direction: 'outbound' }), 'placing'],
    ['the number rings', desk('on_call', { state: 'dialling', direction: 'outbound' }), 'dialling'],
    ['the number hears the notice', desk('on_call', { state: 'announcing', direction: 'outbound' }), 'dialling'],
    ['the call stays through the wrap-up', desk('wrap_up', { leg_status: 'gone', state: 'ended' }), 'wrap_up'],
    ['our leg is gone and we are free', desk('available', { leg_status: 'gone' }), 'idle'],
  ])('%s', (_, given, want) => expect(phaseOf(given)).toBe(want));

  it('does not let a slow answer replace a newer push', () => {
    const earlier = { ...desk('available'), server_now: '2026-11-23T08:59:59Z' };
    expect([isOlder(earlier, desk('offered')), isOlder(desk('offered'), earlier), isOlder(earlier, undefined)]).toEqual(
      [true, false, false],
    );
  });
});

describe('lostCaller', () => {
  it.each<[string, Desk, string | undefined]>([
    ['back in the line', desk('wrap_up', { leg_status: 'gone', state: 'waiting' }), 'waiting'],
    ['a colleague is rung', desk('wrap_up', { leg_status: 'gone', state: 'offered' }), 'offered'],
    ['gone meanwhile', desk('wrap_up', { leg_status: 'gone', state: 'waiting', caller_present: false }), undefined],
    ['an ordinary end', desk('wrap_up', { leg_status: 'gone', state: 'ended' }), undefined],
    ['handed to a colleague', desk('wrap_up', { leg_status: 'gone', state: 'talking' }), undefined],
    ['a new offer', desk('offered', { leg_status: 'ringing', state: 'offered' }), undefined],
  ])('%s', (_, given, want) => expect(lostCaller(given)).toBe(want));
});

describe('DraftKeeper', () => {
  let saved: { text: string; version: number }[];
  let answer: (text: string) => Promise<SaveResult>;
  let view: DraftView;
  let keeper: DraftKeeper;

  beforeEach(() => {
    vi.useFakeTimers();
    saved = [];
    let version = 1;
    answer = (text) => Promise.resolve({ draft: { text, version: ++version, saved_at: NOW } });
    keeper = new DraftKeeper(
      { text: '', version: 1 },
      {
        save: (text, base) => {
          saved.push({ text, version: base });
          return answer(text);
        },
        onChange: (now) => {
          view = now;
        },
      },
    );
  });
  afterEach(() => {
    keeper.stop();
    vi.useRealTimers();
  });

  it('saves three seconds after the last key', async () => {
    keeper.edit('а');
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS - 1);
    keeper.edit('аб');
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS - 1);
    expect(saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(saved).toEqual([{ text: 'аб', version: 1 }]);
    expect(view.status).toBe('saved');
  });

  it('saves at once on blur, and only what changed', async () => {
    keeper.edit('а');
    await keeper.flush();
    await keeper.flush();
    expect(saved.length).toBe(1);
  });

  it('keeps typing that happened while it saved', async () => {
    keeper.edit('а');
    const saving = keeper.flush();
    keeper.edit('аб');
    await saving;
    expect(view).toMatchObject({ text: 'аб', status: 'dirty' });
    await keeper.flush();
    expect(saved).toEqual([
      { text: 'а', version: 1 },
      { text: 'аб', version: 2 },
    ]);
  });

  it('never loses text to a newer version: both are shown, and joined when asked', async () => {
    answer = () => Promise.resolve({ conflict: { text: 'їхнє', version: 5 } });
    keeper.edit('моє');
    await keeper.flush();
    expect(view).toMatchObject({ status: 'conflict', text: 'моє', theirs: { text: 'їхнє' } });
    answer = (text) => Promise.resolve({ draft: { text, version: 6 } });
    keeper.resolve('both');
    await vi.advanceTimersByTimeAsync(0);
    expect(saved.at(-1)).toEqual({ text: 'їхнє\nмоє', version: 5 });
    expect(view).toMatchObject({ status: 'saved', text: 'їхнє\nмоє' });
  });

  it('takes over a pushed draft only when nothing is unsaved here', () => {
    keeper.offer({ text: 'з іншої вкладки', version: 2 });
    expect(keeper.view.text).toBe('з іншої вкладки');
    keeper.edit('я пишу');
    keeper.offer({ text: 'знову інше', version: 3 });
    expect(keeper.view.text).toBe('я пишу');
  });

  it('tries again after a failure', async () => {
    const good = answer;
    answer = () => Promise.reject(new Error('down'));
    keeper.edit('а');
    await keeper.flush();
    expect(view.status).toBe('failed');
    answer = good;
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    expect(view.status).toBe('saved');
  });
});

describe('HeardTracker', () => {
  it('joins what was heard in a row and leaves out what was jumped over', () => {
    const tracker = new HeardTracker();
    for (const ms of [0, 250, 500, 750]) tracker.at(ms);
    tracker.at(60_000);
    tracker.at(60_250);
    tracker.close();
    expect(tracker.take()).toEqual([
      [0, 750],
      [60_000, 60_250],
    ]);
    expect(tracker.take()).toEqual([]);
  });

  it('goes on from where it reported, without a hole and without counting twice', () => {
    const tracker = new HeardTracker();
    tracker.at(0);
    tracker.at(1000);
    expect(tracker.take()).toEqual([[0, 1000]]);
    tracker.at(2000);
    expect(tracker.take()).toEqual([[1000, 2000]]);
  });

  it('keeps what could not be reported', () => {
    const tracker = new HeardTracker();
    tracker.putBack([[0, 1000]]);
    tracker.at(500);
    tracker.at(1500);
    expect(tracker.take()).toEqual([[0, 1500]]);
  });

  it('merges', () =>
    expect(
      merge([
        [5, 9],
        [0, 3],
        [2, 6],
      ]),
    ).toEqual([[0, 9]]));
});

it('amplitudes takes the larger side of each pixel of each channel', () => {
  const peaks = {
    version: 2,
    channels: 2,
    sample_rate: 8000,
    samples_per_pixel: 400,
    bits: 8,
    length: 2,
    data: [-64, 32, 0, 16, -1, 127, -128, 0],
  };
  expect(amplitudes(peaks)).toEqual([
    [0.5, 127 / 128],
    [0.125, 1],
  ]);
});

it('writtenBy gives what one person wrote in this call, oldest first', () => {
  const entry = (at: string, kind: string, author?: string) => ({ at, kind, text: at, ...(author && { author }) });
  const history = [
    entry('2026-11-23T09:05:00Z', 'wrap_up', 'Я'),
    entry('2026-11-23T09:03:00Z', 'note', 'Я'),
    entry('2026-11-23T09:02:00Z', 'note', 'Колега'),
    entry('2026-11-23T09:01:00Z', 'registered'),
    entry('2026-11-22T09:00:00Z', 'note', 'Я'),
  ];
  expect(writtenBy(history, 'Я', NOW).map((e) => e.text)).toEqual(['2026-11-23T09:03:00Z', '2026-11-23T09:05:00Z']);
});

it('withoutEchoes shows once what each leg reports', () => {
  const line = (event: string, text: string, agent?: string) => ({
    at: NOW,
    offset_ms: 0,
    event,
    text,
    ...(agent && { agent }),
  });
  const end = line('leg_gone', 'Дзвінок завершено');
  expect(
    withoutEchoes([
      line('leg_ringing', 'Дзвонить', 'А'),
      line('leg_ringing', 'Дзвонить', 'Б'),
      { ...end, agent: 'Б' },
      end,
    ]),
  ).toEqual([line('leg_ringing', 'Дзвонить', 'А'), line('leg_ringing', 'Дзвонить', 'Б'), end]);
});

// FIPS 180-4, example of SHA-256
it('sha256 is in hexadecimal', async () =>
  expect(await sha256(new TextEncoder().encode('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  ));
