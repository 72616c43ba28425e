// The desk as this tab knows it: the newest document from the server, the state of the link, the phone.
import { create } from 'zustand';
import type { Desk } from '../api/client';
import type { LinkStatus } from '../live/socket';
import { PHONE_OFF } from '../phone/phone';
import type { StationStatus } from '../phone/station';

interface DeskStore {
  desk: Desk | undefined;
  /** Server's clock minus this machine's. */
  skewMs: number;
  link: LinkStatus;
  /** Parts of the service that do not work now. */
  lacking: string[];
  phone: StationStatus;
  soundLocked: boolean;
  takeDesk(desk: Desk): void;
  reset(): void;
}

export const NO_PHONE: StationStatus = { ...PHONE_OFF, owner: false };

export const useDesk = create<DeskStore>((set) => ({
  desk: undefined,
  skewMs: 0,
  link: 'down',
  lacking: [],
  phone: NO_PHONE,
  soundLocked: false,
  takeDesk: (desk) =>
    set((now) => (isOlder(desk, now.desk) ? now : { desk, skewMs: Date.parse(desk.server_now) - Date.now() })),
  reset: () => set({ desk: undefined, link: 'down', lacking: [], phone: NO_PHONE }),
}));

/** What of that an agent must know of: why no calls come, or that talks are not recorded. The worst first. */
export const troubles = (lacking: string[]) =>
  (['postgres', 'switch', 'spool'] as const).filter((part) => lacking.includes(part));

/** A slow answer to a request must not replace a desk that was pushed after it was made. */
export function isOlder(candidate: Desk, shown: Desk | undefined): boolean {
  return shown !== undefined && Date.parse(candidate.server_now) < Date.parse(shown.server_now);
}

/** What the desk is about, as one word; everything on the screen follows from it. */
export type Phase =
  | 'offline'
  | 'break'
  | 'idle'
  | 'offer' // a caller rings here
  | 'consult_offer' // a colleague asks for a consultation
  | 'placing' // we call out, our own telephone rings
  | 'dialling' // and the number rings, or hears the notice of recording
  | 'talking'
  | 'held'
  | 'consult_ringing' // we ask a colleague, the caller hears music
  | 'consulting'
  | 'swapped' // we are with the caller again, the colleague hears music
  | 'conference' // caller, colleague and we talk
  | 'consulted' // a colleague talks to us, or lets us wait
  | 'transferring'
  | 'joining' // a supervisor whose telephone is rung for a talk
  | 'supervising' // a supervisor in a talk
  | 'rejoining' // our page was lost in the talk, the server rings it again
  | 'wrap_up';

export function phaseOf({ agent, call }: Desk): Phase {
  if (agent.state === 'wrap_up') return 'wrap_up';
  // An agent who is reserved has no leg for a moment: nothing can be answered yet, and an answer would be lost.
  if (!call || call.leg_status === 'gone' || call.leg_id === '') return restPhase(agent.state);
  if (call.role === 'supervisor') return call.leg_status === 'up' ? 'supervising' : 'joining';
  if (call.leg_status !== 'up') {
    if (call.state === 'placing') return 'placing';
    if (agent.state === 'on_call' && call.role === 'agent') return 'rejoining';
    return call.role === 'target' ? 'consult_offer' : 'offer';
  }
  if (call.role === 'target' && ['consulting', 'swapped', 'conference', 'consult_ringing'].includes(call.state))
    return 'consulted';
  switch (call.state) {
    case 'held':
      return 'held';
    case 'consult_ringing':
      return 'consult_ringing';
    case 'consulting':
      return 'consulting';
    case 'swapped':
      return 'swapped';
    case 'conference':
      return 'conference';
    case 'transferring':
      return 'transferring';
    case 'dialling':
    case 'announcing':
      return 'dialling';
    case 'ended':
    case 'thanks':
    case 'closed':
      return restPhase(agent.state);
    default:
      return 'talking';
  }
}

function restPhase(state: Desk['agent']['state']): Phase {
  if (state === 'offline') return 'offline';
  if (state === 'break') return 'break';
  return 'idle';
}

/**
 * Where the caller is whom we lost for good in the middle of the talk: in the line, or already offered to a colleague;
 * undefined when the wrap-up follows a talk that ended as talks do.
 */
export function lostCaller({ agent, call }: Desk): 'waiting' | 'offered' | undefined {
  if (agent.state !== 'wrap_up' || !call || call.caller_present === false) return undefined;
  return call.state === 'waiting' || call.state === 'offered' ? call.state : undefined;
}

export const isOffer = (phase: Phase) => ['offer', 'consult_offer', 'rejoining', 'placing'].includes(phase);
export const isInCall = (phase: Phase) =>
  [
    'talking',
    'held',
    'consult_ringing',
    'consulting',
    'swapped',
    'conference',
    'consulted',
    'transferring',
    'dialling',
  ].includes(phase);

/** Somebody sends a voice to this agent's telephone now. */
export const isHeard = (phase: Phase) =>
  ['talking', 'consulting', 'swapped', 'conference', 'consulted', 'supervising'].includes(phase);
/** The server keeps such a talk for an agent whose leg is gone, and rings again. */
export const isKept = (phase: Phase) => phase === 'talking' || phase === 'held';
