import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Phone, type PhoneStatus, type SipStack } from '../src/phone/phone';

type Listener = (event: unknown) => void;

class Emitter {
  private listeners = new Map<string, Listener[]>();
  on(event: string, listener: Listener) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }
  emit(event: string, argument: unknown = {}) {
    for (const listener of this.listeners.get(event) ?? []) listener(argument);
  }
}
class FakeUA extends Emitter {
  static made: FakeUA[] = [];
  configuration: { uri: string; password: string };
  started = 0;
  stopped = 0;
  constructor(configuration: object) {
    super();
    this.configuration = configuration as FakeUA['configuration'];
    FakeUA.made.push(this);
  }
  start() {
    this.started++;
  }
  registrations = 0;
  register() {
    this.registrations++;
  }
  stop() {
    this.stopped++;
  }
  ring(leg: string) {
    const session = new FakeSession();
    this.emit('newRTCSession', {
      session,
      request: { getHeader: (name: string) => (name === 'X-Hotline-Leg' ? leg : undefined) },
    });
    return session;
  }
}
const sockets: string[] = [];
class FakeSocket {
  constructor(url: string) {
    sockets.push(url);
  }
}
class FakeSession extends Emitter {
  direction = 'incoming';
  answers: { mediaStream: unknown; pcConfig: { iceServers: unknown[] } }[] = [];
  refused: object | undefined;
  audio = true;
  over = false;
  answer(options: object) {
    this.answers.push(options as FakeSession['answers'][number]);
  }
  terminate(options: object) {
    this.refused = options;
    this.over = true;
  }
  mute() {
    this.audio = false;
  }
  unmute() {
    this.audio = true;
  }
  isEnded() {
    return this.over;
  }
  connection = { connectionState: 'connected', received: 0, getStats: () => this.stats() };
  offers: object[] = [];
  negotiating = false;
  renegotiate(options: object) {
    if (!this.negotiating) this.offers.push(options);
    return !this.negotiating;
  }
  private stats() {
    return Promise.resolve(new Map([['in', { type: 'inbound-rtp', packetsReceived: this.connection.received }]]));
  }
}

const ACCOUNT = {
  phone: 'browser',
  uri: 'sip:a7w@hotline',
  username: 'a7w',
  password: 'secret',
  registrar: '/sip',
} as const;
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('Phone', () => {
  let status: PhoneStatus;
  let microphone: () => Promise<MediaStream>;
  let stopped: number;
  let phone: Phone;
  let remote: (MediaStream | null)[];

  beforeEach(() => {
    FakeUA.made = [];
    sockets.length = 0;
    stopped = 0;
    remote = [];
    const stream = { getTracks: () => [{ stop: () => stopped++ }] } as unknown as MediaStream;
    microphone = () => Promise.resolve(stream);
    phone = new Phone({
      load: () => Promise.resolve({ UA: FakeUA, WebSocketInterface: FakeSocket } as unknown as SipStack),
      openMicrophone: () => microphone(),
      url: 'wss://hotline.test/sip?browser=a',
      onStatus: (now) => {
        status = now;
      },
      onRemoteStream: (now) => remote.push(now),
    });
  });
  const registered = async () => {
    await phone.start(ACCOUNT);
    const agent = FakeUA.made[0] as FakeUA;
    agent.emit('registered');
    return agent;
  };

  it('registers once with the account, and takes it back', async () => {
    const agent = await registered();
    await phone.start(ACCOUNT);
    expect(FakeUA.made.length).toBe(1);
    expect(agent.configuration.uri).toBe(ACCOUNT.uri);
    expect(status.registration).toBe('registered');
    phone.stop();
    expect(agent.stopped).toBe(1);
    expect(status.registration).toBe('off');
  });

  it('does not register when the shift ended while the code was loading', async () => {
    const starting = phone.start(ACCOUNT);
    phone.stop();
    await starting;
    expect(FakeUA.made.length).toBe(0);
    expect(status.registration).toBe('off');
  });

  it('leaves the phone to another browser until it is taken from there', async () => {
    const agent = await registered();
    agent.emit('disconnected', { code: 1006 });
    expect(status.registration).toBe('connecting');
    agent.emit('disconnected', { code: 4409 });
    expect(status.registration).toBe('elsewhere');
    expect(agent.stopped).toBe(1);
    agent.emit('disconnected', { code: 1000 });
    await phone.start(ACCOUNT);
    expect(status.registration).toBe('elsewhere');
    expect(FakeUA.made.length).toBe(1);
    await phone.start(ACCOUNT, true);
    expect(FakeUA.made.length).toBe(2);
    expect(sockets).toEqual(['wss://hotline.test/sip?browser=a', 'wss://hotline.test/sip?browser=a&take=1']);
  });

  it('tries again when the registration is refused, until the shift ends', async () => {
    vi.useFakeTimers();
    try {
      await phone.start(ACCOUNT);
      const agent = FakeUA.made[0] as FakeUA;
      agent.emit('registrationFailed');
      expect(status.registration).toBe('failed');
      vi.advanceTimersByTime(5000);
      expect(agent.registrations).toBe(1);
      agent.emit('registrationFailed');
      phone.stop();
      vi.advanceTimersByTime(60_000);
      expect(agent.registrations).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('answers the ringing leg with the microphone and without ICE servers', async () => {
    const agent = await registered();
    const session = agent.ring('leg-1');
    expect(status).toMatchObject({ legId: 'leg-1', voice: 'ringing' });
    phone.answer('leg-1');
    await settled();
    expect(session.answers[0]?.pcConfig.iceServers).toEqual([]);
    session.emit('confirmed');
    expect(status).toMatchObject({ voice: 'up', microphone: 'ok' });
  });

  it('answers as soon as the INVITE is here when the button was faster', async () => {
    const agent = await registered();
    phone.answer('leg-1');
    const session = agent.ring('leg-1');
    await settled();
    expect(session.answers.length).toBe(1);
  });

  it('does not answer a later leg on the strength of an old wish', async () => {
    const agent = await registered();
    phone.answer('leg-1');
    phone.expect('leg-2');
    const other = agent.ring('leg-2');
    await settled();
    expect(other.answers.length).toBe(0);
    phone.expect(undefined);
  });

  it('is busy for a second INVITE', async () => {
    const agent = await registered();
    agent.ring('leg-1');
    expect(agent.ring('leg-2').refused).toEqual({ status_code: 486 });
    expect(status.legId).toBe('leg-1');
  });

  it('says that the microphone is forbidden, and lets the call ring on', async () => {
    const agent = await registered();
    microphone = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    const session = agent.ring('leg-1');
    phone.answer('leg-1');
    await settled();
    expect(status).toMatchObject({ microphone: 'denied', voice: 'ringing' });
    expect(session.answers.length).toBe(0);
  });

  it('mutes at once, and frees the microphone when the call ends', async () => {
    const agent = await registered();
    const session = agent.ring('leg-1');
    phone.answer('leg-1');
    await settled();
    session.emit('confirmed');
    phone.setMuted(true);
    expect(session.audio).toBe(false);
    session.over = true;
    session.emit('ended');
    expect(stopped).toBe(1);
    expect(status).toMatchObject({ legId: '', voice: 'none' });
    expect(remote.at(-1)).toBeNull();
  });

  it.each([
    ['lifted, answered elsewhere', true, 'SIP;cause=200;text="Call completed elsewhere"', true],
    ['lifted, in the words of Q.850', true, 'Q.850;cause=26', true],
    ['never lifted', false, 'SIP;cause=200;text="Call completed elsewhere"', false],
    ['lifted, and hung up', true, 'Q.850;cause=16', false],
    ['lifted, no reason', true, undefined, false],
  ])('says who was late: %s', async (_, lifted, reason, late) => {
    const agent = await registered();
    const session = agent.ring('leg-1');
    if (lifted) {
      phone.answer('leg-1');
      await settled();
    }
    session.over = true;
    session.emit('failed', { message: { getHeader: (name: string) => (name === 'Reason' ? reason : undefined) } });
    expect(status).toMatchObject({ voice: 'none', late });
    agent.ring('leg-2');
    expect(status.late).toBe(false);
  });

  it('brings a voice that is gone back: by a new offer, then by leaving to be rung again', async () => {
    vi.useFakeTimers();
    try {
      const seconds = (n: number) => vi.advanceTimersByTimeAsync(n * 1000);
      const agent = await registered();
      phone.follow({ callId: 'call-1', voice: true, kept: true });
      const session = agent.ring('leg-1');
      phone.answer('leg-1');
      await seconds(0);
      session.emit('confirmed');
      session.connection.received = 50;
      await seconds(1);
      expect(status).toMatchObject({ voice: 'up', sound: 'good' });
      session.connection.connectionState = 'failed';
      session.negotiating = true; // an offer that is under way is no remedy yet
      await seconds(3);
      expect(status.sound).toBe('mending');
      session.negotiating = false;
      await seconds(1);
      expect(session.offers).toEqual([{ rtcOfferConstraints: { iceRestart: true } }]);
      await seconds(6);
      expect(session.over).toBe(true);
      session.emit('ended');
      expect(status).toMatchObject({ voice: 'none', sound: 'mending' });
      const again = agent.ring('leg-2');
      phone.answer('leg-2');
      await seconds(0);
      again.emit('confirmed');
      expect(status.sound).toBe('mending');
      again.connection.received = 50;
      await seconds(1);
      expect(status.sound).toBe('back');
      again.over = true;
      again.emit('ended');
      expect(status.sound).toBe('good');
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('says no more that a voice is being brought back when the talk is over', async () => {
    vi.useFakeTimers();
    try {
      const agent = await registered();
      phone.follow({ callId: 'call-1', voice: true, kept: true });
      const session = agent.ring('leg-1');
      phone.answer('leg-1');
      await vi.advanceTimersByTimeAsync(0);
      session.emit('confirmed');
      session.connection.connectionState = 'closed';
      await vi.advanceTimersByTimeAsync(1000);
      session.emit('ended');
      expect(status.sound).toBe('mending');
      phone.follow(undefined);
      expect(status.sound).toBe('good');
    } finally {
      vi.useRealTimers();
    }
  });

  it('waits a moment for the first candidate, not for all of them', async () => {
    vi.useFakeTimers();
    try {
      await phone.start(ACCOUNT);
      const session = (FakeUA.made[0] as FakeUA).ring('leg-1');
      const ready = vi.fn();
      session.emit('icecandidate', { ready });
      session.emit('icecandidate', { ready });
      vi.advanceTimersByTime(149);
      expect(ready).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(ready).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
