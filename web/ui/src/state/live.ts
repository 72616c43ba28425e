// Joins the push, the phone and the store for as long as an agent is logged in.
import { api, type CallAction, must, type Session } from '../api/client';
import { DeskSocket } from '../live/socket';
import { installEar, listenTo } from '../phone/ear';
import { Station } from '../phone/station';
import { useDesk } from './desk';
import { hallChanged } from './hall';
import { inboxChanged } from './inbox';
import { queries } from './session';

let station: Station | undefined;
let socket: DeskSocket | undefined;

export const phoneStation = () => station;

/** Lets the talk be heard, as far as the browser allows it: a page that nobody touched stays silent, and says so. */
export function playVoice(): void {
  const audio = document.getElementById('remote-audio') as HTMLAudioElement | null;
  if (!audio?.srcObject || !audio.paused) return;
  audio.play().catch((error: DOMException) => {
    // A voice that is replaced by another (of a leg that was rung again) is no reason to ask for a click.
    if (error.name === 'NotAllowedError') useDesk.setState({ soundLocked: true });
  });
}

/** Starts push and phone; what it returns ends them. */
export function goLive(session: Session, onLogin: () => void): () => void {
  const store = useDesk;
  const resync = () => {
    must(api.GET('/api/v1/desk'))
      .then((desk) => store.getState().takeDesk(desk))
      .catch((error: { status?: number }) => {
        if (error.status === 401) onLogin();
      });
  };
  station = new Station(
    session.user_id,
    (phone) => store.setState({ phone }),
    (stream) => {
      const audio = document.getElementById('remote-audio') as HTMLAudioElement | null;
      if (audio) audio.srcObject = stream;
      playVoice();
      listenTo(stream);
    },
  );
  installEar(() => store.getState().phone);
  socket = new DeskSocket({
    open: () =>
      new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/ws`, 'hotline.v1'),
    onDesk: (desk) => store.getState().takeDesk(desk),
    onHall: hallChanged,
    onInbox: inboxChanged,
    onDowntimes: () => void queries.invalidateQueries({ queryKey: ['downtimes'] }),
    onParts: (lacking) => store.setState({ lacking }),
    onStatus: (link) => store.setState({ link }),
    onLogin,
    resync,
  });
  const wake = () => {
    if (!document.hidden) socket?.wake();
  };
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);
  socket.start();
  return () => {
    removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', wake);
    socket?.stop();
    station?.close();
    socket = undefined;
    station = undefined;
    store.getState().reset();
  };
}

/** The desk of this version is on the screen: at once when nobody looks, else with the next picture. */
export function acknowledge(version: string): () => void {
  if (document.hidden) {
    socket?.shown(version);
    return () => undefined;
  }
  const frame = requestAnimationFrame(() => socket?.shown(version));
  const patience = setTimeout(() => socket?.shown(version), 300); // a page that is being hidden gets no more frames
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(patience);
  };
}

export async function act(callId: string, action: CallAction): Promise<void> {
  await must(api.POST('/api/v1/calls/{callId}/actions', { params: { path: { callId } }, body: action }));
}
