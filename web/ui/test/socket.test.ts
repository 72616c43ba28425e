import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Desk } from '../src/api/client';
import { BANNER_MS, DeskSocket, type LinkStatus, SILENCE_MS } from '../src/live/socket';
import { troubles } from '../src/state/desk';

class FakeSocket {
  static made: FakeSocket[] = [];
  readyState = 0;
  sent: unknown[] = [];
  closedWith: number | undefined;
  onopen: (() => void) | undefined;
  onmessage: ((event: { data: string }) => void) | undefined;
  onclose: ((event: { code: number }) => void) | undefined;
  constructor() {
    FakeSocket.made.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close(code: number) {
    this.closedWith = code;
    this.readyState = 3;
  }
  open() {
    this.readyState = 1;
    this.onopen?.();
  }
  push(frame: unknown) {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }
  lose(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const latest = () => FakeSocket.made.at(-1) as FakeSocket;

describe('DeskSocket', () => {
  let desks: Desk[];
  let statuses: LinkStatus[];
  let logins: number;
  let resyncs: number;
  let halls: number;
  let inboxes: number;
  let downtimes: number;
  let lacking: string[][];
  let socket: DeskSocket;

  beforeEach(() => {
    vi.useFakeTimers();
    FakeSocket.made = [];
    desks = [];
    statuses = [];
    logins = 0;
    resyncs = 0;
    halls = 0;
    inboxes = 0;
    downtimes = 0;
    lacking = [];
    socket = new DeskSocket({
      open: () => new FakeSocket() as unknown as WebSocket,
      onDesk: (desk) => desks.push(desk),
      onHall: () => halls++,
      onInbox: () => inboxes++,
      onDowntimes: () => downtimes++,
      onParts: (parts) => lacking.push(parts),
      onStatus: (status) => statuses.push(status),
      onLogin: () => logins++,
      resync: () => resyncs++,
      random: () => 1,
    });
    socket.start();
  });
  afterEach(() => {
    socket.stop();
    vi.useRealTimers();
  });

  it('says when the hall has changed', () => {
    latest().open();
    latest().push({ v: 1, type: 'hall' });
    expect(halls).toBe(1);
    expect(desks).toEqual([]);
  });

  it('says when the inbox has changed', () => {
    latest().open();
    latest().push({ v: 1, type: 'inbox' });
    expect(inboxes).toBe(1);
    expect(halls).toBe(0);
  });

  it('says when downtimes have changed', () => {
    latest().open();
    latest().push({ v: 1, type: 'downtimes' });
    expect([downtimes, inboxes]).toEqual([1, 0]);
  });

  it('says what does not work, and forgets it with the connection', () => {
    latest().open();
    latest().push({ v: 1, type: 'parts', lacking: ['postgres'] });
    latest().lose();
    vi.advanceTimersByTime(500);
    latest().open();
    expect(lacking).toEqual([[], ['postgres'], []]);
    expect(troubles(['s3', 'spool', 'postgres'])).toEqual(['postgres', 'spool']);
  });

  it('hands on desks, answers heartbeats, survives what it cannot read', () => {
    latest().open();
    latest().push({ v: 1, type: 'hb' });
    latest().push('{broken');
    latest().push({ v: 1, type: 'from_the_future' });
    latest().push({ v: 1, type: 'desk', desk: { version: 'a' } });
    expect(desks.map((desk) => desk.version)).toEqual(['a']);
    expect(latest().sent).toEqual([{ op: 'hb' }]);
    expect(statuses.at(-1)).toBe('up');
  });

  it('acknowledges a version once a connection, and again after a reconnection', () => {
    socket.shown('a');
    expect(latest().sent).toEqual([]);
    latest().open();
    socket.shown('a');
    socket.shown('a');
    expect(latest().sent).toEqual([{ op: 'ack', version: 'a' }]);
    latest().lose();
    vi.advanceTimersByTime(500);
    latest().open();
    socket.shown('a');
    expect(latest().sent).toEqual([{ op: 'ack', version: 'a' }]);
  });

  it('reconnects for ever, quickly for a minute and slowly then, and asks for the desk when it is back', () => {
    latest().open();
    const before = resyncs;
    const waits = [500, 1000, ...Array(39).fill(1500), 30000, 30000];
    for (const wait of waits) {
      const made = FakeSocket.made.length;
      latest().lose();
      vi.advanceTimersByTime(wait - 1);
      expect(FakeSocket.made.length).toBe(made);
      vi.advanceTimersByTime(1);
      expect(FakeSocket.made.length).toBe(made + 1);
    }
    latest().open();
    expect(resyncs).toBeGreaterThan(before);
    expect(statuses.at(-1)).toBe('up');
  });

  it('tells people only of a loss that lasts', () => {
    latest().open();
    latest().lose();
    vi.advanceTimersByTime(BANNER_MS - 1);
    expect(statuses.at(-1)).toBe('down');
    vi.advanceTimersByTime(1);
    expect(statuses.at(-1)).toBe('lost');
  });

  it('declares a silent connection dead', () => {
    latest().open();
    const first = latest();
    vi.advanceTimersByTime(SILENCE_MS - 1);
    expect(first.closedWith).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(first.closedWith).toBe(4000);
    vi.advanceTimersByTime(500);
    expect(latest()).not.toBe(first);
  });

  it('leads to the login when the session is over, and stays away', () => {
    latest().open();
    latest().lose(4401);
    vi.advanceTimersByTime(120_000);
    expect(logins).toBe(1);
    expect(FakeSocket.made.length).toBe(1);
  });

  it('connects at once when the network is back', () => {
    latest().lose();
    latest().lose();
    const made = FakeSocket.made.length;
    socket.wake();
    expect(FakeSocket.made.length).toBe(made + 1);
  });
});
