import { describe, expect, it } from 'vitest';
import { begin, next, type Remedy, type Sample, type Sound, type Watch } from '../src/phone/mend';

/** Seconds of one kind: the transport, packets a second, and what differs from a talk in which all is well. */
type Stretch = [seconds: number, transport: RTCPeerConnectionState, packets: number, also?: Partial<Sample>];

/** What was seen second by second: each change of the sound, and each remedy, with its second. */
function story(stretches: Stretch[], watch: Watch = begin(0), from = 0) {
  const sounds: [number, Sound][] = [];
  const remedies: [number, Remedy][] = [];
  let second = from;
  let received = watch.received;
  for (const [seconds, transport, packets, also] of stretches) {
    for (let i = 0; i < seconds; i++) {
      second++;
      received += packets;
      const before = watch.sound;
      const sample = { at: second * 1000, transport, received, expected: true, linked: true, kept: true, ...also };
      watch = next(watch, sample);
      if (watch.sound !== before) sounds.push([second, watch.sound]);
      if (watch.remedy !== 'none') remedies.push([second, watch.remedy]);
    }
  }
  return { sounds, remedies, watch };
}

describe('the sound of a talk', () => {
  it('is good as long as packets come, and nothing is done', () => {
    expect(story([[3600, 'connected', 50]])).toMatchObject({ sounds: [], remedies: [] });
  });

  it('is not missed on hold, however long', () => {
    const held = { expected: false };
    expect(
      story([
        [10, 'connected', 50],
        [600, 'connected', 0, held],
        [10, 'connected', 50],
      ]),
    ).toMatchObject({
      sounds: [],
      remedies: [],
    });
  });

  it('is waited for again after a hold', () => {
    const { remedies } = story([
      [5, 'connected', 50],
      [60, 'connected', 0, { expected: false }],
      [9, 'connected', 0],
    ]);
    expect(remedies).toEqual([[73, 'restart']]);
  });

  it('is weak while the way is lost, and mended by itself when the way is found', () => {
    const { sounds, remedies } = story([
      [5, 'connected', 50],
      [2, 'disconnected', 0],
      [5, 'connected', 50],
    ]);
    expect(sounds).toEqual([
      [6, 'weak'],
      [8, 'good'],
    ]);
    expect(remedies).toEqual([]);
  });

  it('is gone for the other when the way is lost, although packets still come from there', () => {
    const { remedies } = story([
      [5, 'connected', 50],
      [4, 'disconnected', 50],
    ]);
    expect(remedies).toEqual([[8, 'restart']]);
  });

  it('is brought back by a restart, and the agent is told for five seconds', () => {
    const { sounds, remedies } = story([
      [5, 'connected', 50],
      [4, 'disconnected', 0],
      [2, 'connecting', 0],
      [10, 'connected', 50],
    ]);
    expect(remedies).toEqual([[8, 'restart']]);
    expect(sounds).toEqual([
      [6, 'weak'],
      [8, 'mending'],
      [12, 'back'],
      [17, 'good'],
    ]);
  });

  it('that never came because the way was never opened is brought back', () => {
    const { sounds, remedies } = story([
      [7, 'connecting', 0],
      [1, 'connected', 50],
    ]);
    expect(remedies).toEqual([[5, 'restart']]);
    expect(sounds).toEqual([
      [5, 'mending'],
      [8, 'back'],
    ]);
  });

  it('that failed is brought back at once, and by leaving when the restart has not helped', () => {
    const { remedies } = story([
      [5, 'connected', 50],
      [8, 'failed', 0],
    ]);
    expect(remedies).toEqual([
      [6, 'restart'],
      [12, 'leave'],
    ]);
  });

  it('of a closed connection can only be brought back by leaving', () => {
    expect(
      story([
        [5, 'connected', 50],
        [3, 'closed', 0],
      ]).remedies,
    ).toEqual([[6, 'leave']]);
  });

  it('is not brought back by leaving a talk that the server does not keep', () => {
    const { remedies } = story([
      [5, 'connected', 50],
      [14, 'failed', 0, { kept: false }],
    ]);
    expect(remedies).toEqual([
      [6, 'restart'],
      [12, 'restart'],
      [18, 'restart'],
    ]);
    const closed = story([[5, 'closed', 0, { kept: false }]]);
    expect(closed.remedies).toEqual([]);
    expect(closed.sounds).toEqual([[1, 'lost']]);
  });

  it('waits for SIP, without which nothing can be asked for', () => {
    const { sounds, remedies } = story([
      [5, 'connected', 50],
      [20, 'failed', 0, { linked: false }],
      [1, 'failed', 0],
    ]);
    expect(sounds).toEqual([[6, 'mending']]);
    expect(remedies).toEqual([[26, 'restart']]);
  });

  it('that nobody sends is asked for once, and the caller is not left for that', () => {
    const { sounds, remedies } = story([
      [5, 'connected', 50],
      [300, 'connected', 0],
      [1, 'connected', 50],
    ]);
    expect(remedies).toEqual([[13, 'restart']]);
    expect(sounds).toEqual([
      [13, 'mending'],
      [19, 'silent'],
      [306, 'back'],
    ]);
  });

  it('is told to be back after the leg that was rung again, from the first packet', () => {
    const left = story([
      [5, 'connected', 50],
      [7, 'failed', 0],
    ]).watch;
    expect(left.remedy).toBe('leave');
    const again = story(
      [
        [2, 'connecting', 0],
        [1, 'connected', 50],
      ],
      begin(20_000, left),
      20,
    );
    expect(again.sounds).toEqual([[23, 'back']]);
  });

  it('is not chased by leaving for ever: the caller would hear nothing but music', () => {
    let watch = begin(0);
    const leaves: number[] = [];
    let from = 0;
    for (let leg = 0; leg < 4; leg++) {
      const told = story([[30, 'failed', 0]], watch, from);
      leaves.push(told.remedies.filter(([, remedy]) => remedy === 'leave').length);
      from += 30;
      watch = begin(from * 1000, told.watch);
    }
    expect(leaves.reduce((a, b) => a + b)).toBe(2);
    const well = story(
      [
        [1, 'connected', 50],
        [10, 'failed', 0],
      ],
      watch,
      from,
    );
    expect(well.remedies.map(([, remedy]) => remedy)).toEqual(['restart', 'leave']);
  });
});
