// The push of the desk over GET /api/v1/ws (subprotocol hotline.v1). The desk comes whole and the newest wins, so a
// frame that was missed is made good by the next one or by a request. Framework-free; one instance a tab.
import type { ClientFrame, Desk, ServerFrame } from '../api/client';

export const SILENCE_MS = 45_000;
export const BANNER_MS = 1_500;
const BACKOFF_FIRST_MS = 500;
const BACKOFF_LAST_MS = 30_000;
// Who restarts the server does it in seconds: for so long the page is quick to come back.
const EAGER_MS = 60_000;
const BACKOFF_EAGER_MS = 1_500;
const CLOSE_SILENT = 4000;
const CLOSE_LOGIN = 4401;
const CLOSE_FORBIDDEN = 4403;

/** up: frames arrive; down: lost a moment ago; lost: lost for so long that people are told. */
export type LinkStatus = 'up' | 'down' | 'lost';

export interface SocketOptions {
  open(): WebSocket;
  onDesk(desk: Desk): void;
  /** The hall has changed; only supervisors are told. */
  onHall(): void;
  /** The user's inbox has changed. */
  onInbox(): void;
  /** A downtime was entered, changed or ended. */
  onDowntimes(): void;
  /** What does not work now: postgres, switch, spool, s3. */
  onParts(lacking: string[]): void;
  onStatus(status: LinkStatus): void;
  /** The session is over (4401, 4403). */
  onLogin(): void;
  /** Ask for the desk by a request: after a reconnection, when the page is looked at again, when refused. */
  resync(): void;
  random?(): number;
}

export class DeskSocket {
  private socket: WebSocket | undefined;
  private status: LinkStatus = 'down';
  private attempts = 0;
  private heardAt = 0;
  private lostAt: number | undefined;
  private acknowledged = '';
  private running = false;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private bannerTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly options: SocketOptions;

  constructor(options: SocketOptions) {
    this.options = options;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.goDown();
    this.connect();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.retryTimer);
    clearTimeout(this.silenceTimer);
    clearTimeout(this.bannerTimer);
    const socket = this.socket;
    this.socket = undefined;
    socket?.close(1000);
  }

  /** Tells the server that this version is on the screen; only then may it ring the phone. Repeating is harmless. */
  shown(version: string): void {
    if (version === this.acknowledged) return;
    if (this.send({ op: 'ack', version })) this.acknowledged = version;
  }

  /** Called when the network is back or the page is looked at again: timers of a hidden page may have slept. */
  wake(): void {
    if (!this.running) return;
    if (!this.socket) {
      clearTimeout(this.retryTimer);
      this.connect();
    } else if (this.status === 'up' && Date.now() - this.heardAt > SILENCE_MS) {
      this.drop(CLOSE_SILENT);
    } else {
      this.options.resync();
    }
  }

  private connect(): void {
    const socket = this.options.open();
    this.socket = socket;
    let opened = false;
    this.listenForSilence();
    socket.onopen = () => {
      if (socket !== this.socket) return;
      opened = true;
      this.attempts = 0;
      this.lostAt = undefined;
      this.options.onParts([]); // what is lacking is told again
      this.acknowledged = '';
      this.heard();
      clearTimeout(this.bannerTimer);
      this.setStatus('up');
      this.options.resync();
    };
    socket.onmessage = (message: MessageEvent) => {
      if (socket !== this.socket) return;
      this.heard();
      this.take(String(message.data));
    };
    socket.onclose = (event: CloseEvent) => {
      if (socket !== this.socket) return;
      this.socket = undefined;
      this.closed(event.code, opened);
    };
  }

  private take(text: string): void {
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      return; // a frame that cannot be read is made good by the next desk
    }
    if (frame.type === 'hb') this.send({ op: 'hb' });
    else if (frame.type === 'desk' && frame.desk) this.options.onDesk(frame.desk);
    else if (frame.type === 'hall') this.options.onHall();
    else if (frame.type === 'inbox') this.options.onInbox();
    else if (frame.type === 'downtimes') this.options.onDowntimes();
    else if (frame.type === 'parts') this.options.onParts(frame.lacking ?? []);
  }

  private closed(code: number, opened: boolean): void {
    clearTimeout(this.silenceTimer);
    if (!this.running) return;
    if (code === CLOSE_LOGIN || code === CLOSE_FORBIDDEN) {
      this.stop();
      this.options.onLogin();
      return;
    }
    // A handshake that is refused gives no reason to the page: a request does (401 leads to the login).
    if (!opened) this.options.resync();
    this.goDown();
    this.lostAt ??= Date.now();
    const last = Date.now() - this.lostAt < EAGER_MS ? BACKOFF_EAGER_MS : BACKOFF_LAST_MS;
    const ceiling = Math.min(last, BACKOFF_FIRST_MS * 2 ** this.attempts);
    this.attempts++;
    const random = this.options.random ?? Math.random;
    this.retryTimer = setTimeout(() => this.connect(), ceiling / 2 + (random() * ceiling) / 2);
  }

  private drop(code: number): void {
    const socket = this.socket;
    this.socket = undefined;
    socket?.close(code);
    this.closed(code, true);
  }

  private heard(): void {
    this.heardAt = Date.now();
    this.listenForSilence();
  }

  private listenForSilence(): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => this.drop(CLOSE_SILENT), SILENCE_MS);
  }

  private goDown(): void {
    if (this.status === 'lost') return;
    this.setStatus('down');
    clearTimeout(this.bannerTimer);
    this.bannerTimer = setTimeout(() => this.setStatus('lost'), BANNER_MS);
  }

  private setStatus(status: LinkStatus): void {
    if (status === this.status && status !== 'down') return;
    this.status = status;
    this.options.onStatus(status);
  }

  private send(frame: ClientFrame): boolean {
    if (this.socket?.readyState !== 1) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }
}
