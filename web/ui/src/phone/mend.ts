// When a talk's voice is gone, and what brings it back. Pure: the phone takes a sample every second and does what is said here.

/**
 * How the talk sounds. Mending: gone, and being brought back. Silent: the way is open, but nobody sends anything. Lost: nothing more can
 * be done. Back: it was gone.
 */
export type Sound = 'good' | 'weak' | 'mending' | 'silent' | 'lost' | 'back';

/** Restart: a new way for the packets, by a re-INVITE. Leave: hang up this leg, and the server rings the agent back into the talk. */
export type Remedy = 'none' | 'restart' | 'leave';

/** What is seen at one instant. */
export interface Sample {
  at: number; // ms
  transport: RTCPeerConnectionState;
  /** Packets of the voice so far, of this connection. */
  received: number;
  /** Somebody is to be heard now: no hold, no ringing. */
  expected: boolean;
  /** SIP works: a remedy can be asked for. */
  linked: boolean;
  /** The server keeps the talk for an agent whose leg is gone. */
  kept: boolean;
}

/** What is known after a sample. */
export interface Watch {
  sound: Sound;
  remedy: Remedy;
  received: number;
  heardAt: number;
  openAt: number; // the transport was connected
  askedAt: number; // the last remedy; 0: none
  restarted: boolean; // since the transport was connected
  probed: boolean; // restarted since the last packet, although the transport was connected
  leaves: number; // since the last packet
  backAt: number;
}

// Both sides send a packet every 20 ms, of silence too; but a telephone of the public network may keep silent.
const STILL_MS = 8000;
const CLOSED_MS = 5000; // it is opened anew, or never was open
const LOST_MS = 3000;
const PATIENCE_MS = 6000;
const BACK_MS = 5000;
const MAX_LEAVES = 2;
const GONE: Sound[] = ['mending', 'silent', 'lost'];

/** Before the first sample of a connection. Before: the watch of the leg that was left for this one. */
export function begin(at: number, before?: Watch): Watch {
  return {
    sound: before ? 'mending' : 'good',
    remedy: 'none',
    received: 0,
    heardAt: at,
    openAt: at,
    askedAt: 0,
    restarted: false,
    probed: false,
    leaves: before?.leaves ?? 0,
    backAt: 0,
  };
}

/** After a sample: how the talk sounds, and what is to be done at once. */
export function next(was: Watch, s: Sample): Watch {
  const open = s.transport === 'connected';
  const flows = s.received > was.received;
  const w: Watch = { ...was, remedy: 'none', received: s.received };
  if (open) {
    w.openAt = s.at;
    w.restarted = false;
  }
  if (open && (flows || !s.expected)) return heard(w, s.at, flows);
  if (s.at - (open ? w.heardAt : w.openAt) < patienceWith(s.transport)) {
    if (!GONE.includes(w.sound)) w.sound = s.transport === 'disconnected' ? 'weak' : 'good';
    return w;
  }
  w.sound = open && w.probed && s.at - w.askedAt >= PATIENCE_MS ? 'silent' : 'mending';
  if (s.transport === 'closed' && !mayLeave(w, s)) w.sound = 'lost';
  w.remedy = remedy(w, s);
  if (w.remedy === 'none') return w;
  w.askedAt = s.at;
  if (w.remedy === 'leave') w.leaves++;
  else if (open) w.probed = true;
  else w.restarted = true;
  return w;
}

function patienceWith(transport: RTCPeerConnectionState): number {
  switch (transport) {
    case 'connected':
      return STILL_MS;
    case 'failed':
    case 'closed':
      return 0;
    case 'disconnected':
      return LOST_MS;
    default:
      return CLOSED_MS;
  }
}

function heard(w: Watch, at: number, flows: boolean): Watch {
  const wasGone = GONE.includes(w.sound);
  const fresh = w.backAt !== 0 && at - w.backAt < BACK_MS;
  const backAt = wasGone && flows ? at : fresh ? w.backAt : 0;
  return {
    ...w,
    sound: backAt ? 'back' : 'good',
    heardAt: at,
    askedAt: 0,
    probed: flows ? false : w.probed,
    leaves: flows ? 0 : w.leaves,
    backAt,
  };
}

const mayLeave = (w: Watch, s: Sample) => s.kept && w.leaves < MAX_LEAVES;

function remedy(w: Watch, s: Sample): Remedy {
  if (!s.linked || (w.askedAt !== 0 && s.at - w.askedAt < PATIENCE_MS)) return 'none';
  // Who sends nothing is not helped by leaving: the way is open.
  if (s.transport === 'connected') return w.probed ? 'none' : 'restart';
  const closed = s.transport === 'closed';
  if (!closed && !w.restarted) return 'restart';
  if (mayLeave(w, s)) return 'leave';
  return closed ? 'none' : 'restart';
}
