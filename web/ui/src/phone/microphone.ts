// What can be wrong with a microphone, in few words that the screen has sentences for.
export type Microphone = 'unknown' | 'ok' | 'denied' | 'absent' | 'busy' | 'insecure';

/** Sorts what getUserMedia throws. */
export function microphoneFault(error: unknown): Microphone {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'absent';
  return 'busy';
}

export const VOICE: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: false,
};

/** Opens the microphone; throws what getUserMedia throws. A page without TLS has none at all. */
export async function openMicrophone(): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DOMException('no media devices', 'InsecureError');
  return navigator.mediaDevices.getUserMedia(VOICE);
}

/** Asks for the permission when the shift begins, so that the first caller does not wait for the question. */
export async function checkMicrophone(): Promise<Microphone> {
  if (!navigator.mediaDevices) return 'insecure';
  try {
    const stream = await openMicrophone();
    for (const track of stream.getTracks()) track.stop();
    return 'ok';
  } catch (error) {
    return microphoneFault(error);
  }
}
