// A test's ear: what is heard in this tab, measured. Installed as window.__hotline only when the page was opened with
// ?hotline-test or localStorage has the key hotline-test.
import type { StationStatus } from './station';

const FLAG = 'hotline-test';
let analyser: AnalyserNode | undefined;
let source: MediaStreamAudioSourceNode | undefined;
let context: AudioContext | undefined;

export interface Heard {
  /** Root mean square of the samples, 0…1. */
  rms: number;
  /** The loudest frequency. */
  peak_hz: number;
  /** Its level, dBFS. */
  peak_db: number;
}

export function testing(): boolean {
  return (
    new URLSearchParams(location.search).has(FLAG) ||
    localStorage.getItem(FLAG) !== null ||
    sessionStorage.getItem(FLAG) !== null
  );
}

export function installEar(status: () => StationStatus): void {
  if (!testing()) return;
  sessionStorage.setItem(FLAG, '1'); // navigation inside the desktop drops the query
  Object.assign(window, { __hotline: { phone: status, heard } });
}

export function listenTo(stream: MediaStream | null): void {
  if (!testing()) return;
  source?.disconnect();
  source = undefined;
  if (!stream) return;
  context ??= new AudioContext();
  void context.resume();
  analyser ??= Object.assign(context.createAnalyser(), { fftSize: 8192, smoothingTimeConstant: 0 });
  source = context.createMediaStreamSource(stream);
  source.connect(analyser);
}

function heard(): Heard {
  if (!analyser || !source || !context) return { rms: 0, peak_hz: 0, peak_db: -Infinity };
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  let peak = 0;
  for (let i = 1; i < bins.length; i++) if ((bins[i] ?? -Infinity) > (bins[peak] ?? -Infinity)) peak = i;
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return {
    rms: Math.sqrt(power),
    peak_hz: (peak * context.sampleRate) / analyser.fftSize,
    peak_db: bins[peak] ?? -Infinity,
  };
}
