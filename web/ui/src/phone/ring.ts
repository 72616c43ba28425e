// The sound of an offered call, made by WebAudio: two soft notes every three seconds.
const NOTES_HZ = [659.25, 523.25];
const PERIOD_MS = 3000;

let context: AudioContext | undefined;
let timer: ReturnType<typeof setInterval> | undefined;

/** Must be called from a click or a key: a page that nobody touched may not make a sound. */
export function unlockSound(): void {
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
}

/** False when the browser keeps the page silent until somebody clicks in it. */
export function soundUnlocked(): boolean {
  return context?.state === 'running';
}

export function startRing(): void {
  if (timer) return;
  unlockSound();
  chime();
  timer = setInterval(chime, PERIOD_MS);
}

export function stopRing(): void {
  clearInterval(timer);
  timer = undefined;
}

function chime(): void {
  if (context?.state !== 'running') return;
  for (const [i, hz] of NOTES_HZ.entries()) {
    const at = context.currentTime + i * 0.38;
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = hz;
    oscillator.type = 'triangle';
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(0.22, at + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.001, at + 0.7);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(at);
    oscillator.stop(at + 0.75);
  }
}
