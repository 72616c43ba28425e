// Which tab has the phone. The holder of the Web Lock registers and carries the voice; other tabs of the same user are
// remote controls: they show what the holder tells them and ask it to answer.
import type { PhoneAccount } from '../api/client';
import { checkMicrophone, openMicrophone } from './microphone';
import { PHONE_OFF, Phone, type PhoneStatus, type SipStack, type Talk } from './phone';

export interface StationStatus extends PhoneStatus {
  /** This tab carries the phone. */
  owner: boolean;
}

type Message =
  | { type: 'hello' }
  | { type: 'status'; status: PhoneStatus }
  | { type: 'answer'; legId: string }
  | { type: 'mute'; muted: boolean };

export class Station {
  private readonly phone: Phone;
  private readonly channel: BroadcastChannel;
  private readonly abort = new AbortController();
  private release: (() => void) | undefined;
  private owner = false;
  private account: PhoneAccount | undefined;
  private status: PhoneStatus = PHONE_OFF;
  private readonly onStatus: (status: StationStatus) => void;
  private readonly leave = () => this.phone.stop();

  constructor(
    userId: number,
    onStatus: (status: StationStatus) => void,
    onRemoteStream: (stream: MediaStream | null) => void,
  ) {
    this.onStatus = onStatus;
    const name = `hotline-phone-${userId}`;
    this.phone = new Phone({
      load: async () => (await import('jssip')).default as unknown as SipStack,
      openMicrophone,
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sip?browser=${thisBrowser()}`,
      onStatus: (status) => this.tell(status),
      onRemoteStream,
    });
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = (event: MessageEvent<Message>) => this.take(event.data);
    this.channel.postMessage({ type: 'hello' } satisfies Message);
    addEventListener('pagehide', this.leave);
    this.compete(name);
  }

  close(): void {
    this.abort.abort();
    removeEventListener('pagehide', this.leave);
    this.phone.stop();
    this.release?.();
    this.channel.close();
  }

  /** The account to register with while the shift is on and the phone is the browser; undefined otherwise. */
  use(account: PhoneAccount | undefined): void {
    this.account = account;
    if (!this.owner) return;
    if (account) void this.phone.start(account);
    else this.phone.stop();
  }

  /** Brings the phone here from another browser. A talk there would be cut: the desk asks only between talks. */
  takeOver(): void {
    if (this.owner && this.account) void this.phone.start(this.account, true);
  }

  answer(legId: string): void {
    if (this.owner) this.phone.answer(legId);
    else this.channel.postMessage({ type: 'answer', legId } satisfies Message);
  }

  setMuted(muted: boolean): void {
    if (this.owner) this.phone.setMuted(muted);
    else this.channel.postMessage({ type: 'mute', muted } satisfies Message);
  }

  expect(legId: string | undefined): void {
    this.phone.expect(legId);
  }

  follow(talk: Talk | undefined): void {
    this.phone.follow(talk);
  }

  async checkMicrophone(): Promise<boolean> {
    const microphone = await checkMicrophone();
    this.phone.setMicrophone(microphone);
    if (!this.owner) this.show({ ...this.status, microphone });
    return microphone === 'ok';
  }

  private compete(name: string): void {
    const own = () => {
      this.owner = true;
      this.show({ ...this.status, registration: 'off', legId: '', voice: 'none', sound: 'good' });
      if (this.account) void this.phone.start(this.account);
    };
    if (!navigator.locks) {
      own(); // a page without TLS has no locks; nor a microphone, and says so
      return;
    }
    navigator.locks
      .request(name, { signal: this.abort.signal }, () => {
        own();
        return new Promise<void>((resolve) => {
          this.release = resolve;
        });
      })
      .catch(() => undefined); // aborted by close
  }

  private take(message: Message): void {
    if (message.type === 'status') {
      if (!this.owner) this.show(message.status);
    } else if (this.owner) {
      if (message.type === 'hello') this.channel.postMessage({ type: 'status', status: this.status } satisfies Message);
      else if (message.type === 'answer') this.phone.answer(message.legId);
      else if (message.type === 'mute') this.phone.setMuted(message.muted);
    }
  }

  private tell(status: PhoneStatus): void {
    if (!this.owner) return;
    this.show(status);
    if (!this.abort.signal.aborted) this.channel.postMessage({ type: 'status', status } satisfies Message);
  }

  private show(status: PhoneStatus): void {
    this.status = status;
    this.onStatus({ ...status, owner: this.owner });
  }
}

/** A name for this browser that outlives its pages. */
function thisBrowser(): string {
  const key = 'hotline-browser';
  const known = localStorage.getItem(key);
  if (known) return known;
  const made = Math.random().toString(36).slice(2);
  localStorage.setItem(key, made);
  return made;
}
