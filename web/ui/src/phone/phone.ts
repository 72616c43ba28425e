// The softphone: registers, answers, carries the voice, mutes. It decides nothing: that a call is there is shown from
// the desk, and hold, transfer and hang-up are requests to the server. Framework-free; the tab that owns the phone has one.
import type { PhoneAccount } from '../api/client';
import { begin, next, type Sound, type Watch } from './mend';
import { type Microphone, microphoneFault } from './microphone';

/** The part of JsSIP that is used. */
export interface SipSession {
  direction: string;
  connection?: RTCPeerConnection;
  on(event: string, listener: (event: never) => void): unknown;
  answer(options: object): void;
  terminate(options?: object): void;
  mute(options: { audio: boolean }): void;
  unmute(options: { audio: boolean }): void;
  /** A new offer by re-INVITE; false when another is under way. One that is refused ends the session. */
  renegotiate(options: { rtcOfferConstraints: RTCOfferOptions }): boolean;
  isEnded(): boolean;
}
/** Why a session is over: the BYE or CANCEL, when there was one. */
export interface SipEnd {
  message?: { getHeader(name: string): string | undefined };
}
export interface SipAgent {
  on(event: string, listener: (event: never) => void): unknown;
  start(): void;
  register(): void;
  stop(): void;
}
export interface SipStack {
  UA: new (configuration: object) => SipAgent;
  WebSocketInterface: new (url: string) => object;
}

export interface PhoneStatus {
  /** Elsewhere: another browser of this user has the phone. */
  registration: 'off' | 'connecting' | 'registered' | 'failed' | 'elsewhere';
  microphone: Microphone;
  /** The leg whose INVITE is here or whose voice is up. */
  legId: string;
  voice: 'none' | 'ringing' | 'answering' | 'up';
  sound: Sound;
  /** The last ring was answered here, and by then elsewhere: the time to ring was over. */
  late: boolean;
}

/** What the desk knows of the talk, as far as its sound depends on it. */
export interface Talk {
  callId: string;
  /** Somebody is to be heard now. */
  voice: boolean;
  /** The server rings the agent again whose leg is gone. */
  kept: boolean;
}

export const PHONE_OFF: PhoneStatus = {
  registration: 'off',
  microphone: 'unknown',
  legId: '',
  voice: 'none',
  sound: 'good',
  late: false,
};

export interface PhoneOptions {
  load(): Promise<SipStack>;
  openMicrophone(): Promise<MediaStream>;
  /** Where SIP over WebSocket is: wss://this-origin/sip, with the name of this browser. */
  url: string;
  onStatus(status: PhoneStatus): void;
  onRemoteStream(stream: MediaStream | null): void;
}

const LEG_HEADER = 'X-Hotline-Leg';
// RFC 3326: SIP;cause=200 "Call completed elsewhere", or Q.850;cause=26.
const ELSEWHERE = /SIP\s*;\s*cause=200\b|Q\.850\s*;\s*cause=26\b/i;
// Without STUN the first host candidate is enough; the rest of the gathering only delays the answer.
const ICE_PATIENCE_MS = 150;
const REGISTER_AGAIN_MS = 5000;
const LISTEN_MS = 1000;
// The server's close code: the phone is in another browser.
const TAKEN = 4409;

export class Phone {
  private agent: SipAgent | undefined;
  private session: SipSession | undefined;
  private stream: MediaStream | undefined;
  private wanted = '';
  private muted = false;
  private generation = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private talk: Talk | undefined;
  private watch: Watch | undefined;
  private left: Watch | undefined; // of the leg that was left to be rung again
  private listening: ReturnType<typeof setInterval> | undefined;
  private status: PhoneStatus = PHONE_OFF;
  private readonly options: PhoneOptions;

  constructor(options: PhoneOptions) {
    this.options = options;
  }

  /** Registers with this account; a second start while one runs is ignored. Take: also if another browser has the phone. */
  async start(account: PhoneAccount, take = false): Promise<void> {
    if (this.agent || this.status.registration === 'connecting') return;
    if (this.status.registration === 'elsewhere' && !take) return;
    const generation = ++this.generation;
    this.change({ registration: 'connecting' });
    let sip: SipStack;
    try {
      sip = await this.options.load();
    } catch {
      if (generation === this.generation) this.change({ registration: 'failed' });
      return;
    }
    if (generation !== this.generation) return; // stopped meanwhile
    const agent = new sip.UA({
      sockets: [new sip.WebSocketInterface(take ? `${this.options.url}&take=1` : this.options.url)],
      uri: account.uri,
      authorization_user: account.username,
      password: account.password,
      register: true,
      register_expires: 120,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 8,
      user_agent: 'Hotline desktop',
    });
    agent.on('registered', () => this.change({ registration: 'registered' }));
    agent.on('unregistered', () => this.agent && this.change({ registration: 'connecting' }));
    agent.on('registrationFailed', () => this.refused(agent));
    agent.on('disconnected', (event: { code?: number }) => {
      if (agent !== this.agent) return;
      if (event.code !== TAKEN) {
        this.change({ registration: 'connecting' });
        return;
      }
      this.stop();
      this.change({ registration: 'elsewhere' });
    });
    agent.on(
      'newRTCSession',
      (event: { session: SipSession; request: { getHeader(name: string): string | undefined } }) =>
        this.arrived(event.session, event.request.getHeader(LEG_HEADER) ?? ''),
    );
    this.agent = agent;
    agent.start();
  }

  /** Hangs up what is up and takes the registration back (at the end of the shift, when the page goes). */
  stop(): void {
    this.generation++;
    const agent = this.agent;
    this.agent = undefined;
    this.wanted = '';
    clearTimeout(this.retry);
    agent?.stop();
    this.ended(this.session);
    this.change({ registration: 'off' });
  }

  /** Answers this leg now, or as soon as its INVITE is here: the desk may be faster than SIP. */
  answer(legId: string): void {
    if (this.status.legId === legId && this.status.voice !== 'none') {
      if (this.status.voice === 'ringing') void this.pickUp();
      return;
    }
    this.wanted = legId;
  }

  /** The desk shows no such leg any more: forget the wish to answer it. */
  expect(legId: string | undefined): void {
    if (this.wanted && this.wanted !== legId) this.wanted = '';
  }

  /** What the desk shows of the talk; undefined: none. */
  follow(talk: Talk | undefined): void {
    if (this.left && talk?.callId !== this.talk?.callId) {
      this.left = undefined;
      this.change({ sound: 'good' });
    }
    this.talk = talk;
  }

  /** Silences the microphone at once; the server is told by a request of its own. */
  setMuted(muted: boolean): void {
    this.muted = muted;
    if (!this.session || this.status.voice === 'ringing') return;
    if (muted) this.session.mute({ audio: true });
    else this.session.unmute({ audio: true });
  }

  setMicrophone(microphone: Microphone): void {
    this.change({ microphone });
  }

  /** JsSIP gives up after a refusal; the account may only not be known yet. */
  private refused(agent: SipAgent): void {
    if (agent !== this.agent) return;
    this.change({ registration: 'failed' });
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      if (agent === this.agent) agent.register();
    }, REGISTER_AGAIN_MS);
  }

  private arrived(session: SipSession, legId: string): void {
    if (session.direction !== 'incoming') return;
    if (this.session && !this.session.isEnded()) {
      session.terminate({ status_code: 486 });
      return;
    }
    this.session = session;
    session.on('ended', (event: SipEnd) => this.ended(session, event));
    session.on('failed', (event: SipEnd) => this.ended(session, event));
    session.on('confirmed', () => this.confirmed(session));
    session.on('peerconnection', (event: { peerconnection: RTCPeerConnection }) =>
      this.listen(session, event.peerconnection),
    );
    let gathering: unknown; // each has a ready of its own
    session.on('icecandidate', (event: { ready(): void }) => {
      if (gathering !== event.ready) setTimeout(event.ready, ICE_PATIENCE_MS);
      gathering = event.ready;
    });
    this.change({ legId, voice: 'ringing', late: false });
    if (this.wanted && this.wanted === legId) {
      this.wanted = '';
      void this.pickUp();
    }
  }

  private async pickUp(): Promise<void> {
    const session = this.session;
    if (!session) return;
    this.change({ voice: 'answering' });
    let stream: MediaStream;
    try {
      stream = await this.options.openMicrophone();
    } catch (error) {
      if (session === this.session) this.change({ microphone: microphoneFault(error), voice: 'ringing' });
      return;
    }
    if (session !== this.session || session.isEnded()) {
      stopTracks(stream);
      return;
    }
    this.stream = stream;
    this.change({ microphone: 'ok' });
    session.answer({ mediaStream: stream, pcConfig: { iceServers: [] }, sessionTimersExpires: 0 });
  }

  private confirmed(session: SipSession): void {
    if (session !== this.session) return;
    this.change({ voice: 'up' });
    if (this.muted) session.mute({ audio: true });
    this.watch = begin(Date.now(), this.left);
    this.left = undefined;
    this.change({ sound: this.watch.sound });
    clearInterval(this.listening);
    this.listening = setInterval(() => void this.sample(session), LISTEN_MS);
  }

  private async sample(session: SipSession): Promise<void> {
    const connection = session.connection;
    if (!connection) return;
    const received = await packetsOf(connection);
    if (session !== this.session || !this.watch || session.isEnded()) return;
    const before = this.watch;
    this.watch = next(before, {
      at: Date.now(),
      transport: connection.connectionState,
      received,
      expected: this.talk?.voice ?? false,
      linked: this.status.registration === 'registered',
      kept: this.talk?.kept ?? false,
    });
    if (this.watch.sound !== this.status.sound) this.change({ sound: this.watch.sound });
    if (this.watch.remedy === 'restart' && !session.renegotiate({ rtcOfferConstraints: { iceRestart: true } })) {
      // Another offer is under way: nothing was asked for yet.
      this.watch = { ...this.watch, restarted: before.restarted, probed: before.probed, askedAt: before.askedAt };
    }
    if (this.watch.remedy === 'leave') {
      this.left = this.watch;
      session.terminate();
    }
  }

  private listen(session: SipSession, connection: RTCPeerConnection): void {
    connection.addEventListener('track', (event) => {
      if (session === this.session) this.options.onRemoteStream(event.streams[0] ?? new MediaStream([event.track]));
    });
  }

  private ended(session: SipSession | undefined, event?: SipEnd): void {
    if (!session || session !== this.session) return;
    const lifted = this.status.voice !== 'ringing';
    const late = lifted && ELSEWHERE.test(event?.message?.getHeader('Reason') ?? '');
    this.session = undefined;
    clearInterval(this.listening);
    this.watch = undefined;
    this.muted = false;
    if (this.stream) stopTracks(this.stream);
    this.stream = undefined;
    this.options.onRemoteStream(null);
    this.change({ legId: '', voice: 'none', sound: this.left ? 'mending' : 'good', late });
  }

  private change(part: Partial<PhoneStatus>): void {
    this.status = { ...this.status, ...part };
    this.options.onStatus(this.status);
  }
}

/** How many packets of voice have come; 0 for a connection that is closed. */
async function packetsOf(connection: RTCPeerConnection): Promise<number> {
  let received = 0;
  const report = await connection.getStats().catch(() => undefined);
  report?.forEach((entry: { type: string; packetsReceived?: number }) => {
    if (entry.type === 'inbound-rtp') received += entry.packetsReceived ?? 0;
  });
  return received;
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
