// A test's ear: what is heard in this tab, measured. Installed as window.__hotline only when the page was opened with
// ?hotline-test or localStorage has the key hotline-test.
import type { StationStatus } from './station';

const FLAG = 'hotline-test';
const APART = 50; // Hz: nearer ones are one tone
const WEAKER = 20; // dB, at most
let analyser: AnalyserNode | undefined;
let source: MediaStreamAudioSourceNode | undefined;
let context: AudioContext | undefined;

export interface Heard {
  /** Root mean square of the samples, 0…1. */
  rms: number;
  /** The loudest frequency first, then those that are not much weaker. */
  peaks_hz: number[];
  /** Level of the loudest, dBFS. */
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
  if (!analyser || !source || !context) return { rms: 0, peaks_hz: [], peak_db: -Infinity };
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  const hz = context.sampleRate / analyser.fftSize;
  const loudest = bins.reduce((most, level) => Math.max(most, level), -Infinity);
  const wide = Math.ceil(APART / hz);
  const peaks = [...bins.keys()].filter(
    (i) =>
      (bins[i] ?? -Infinity) > loudest - WEAKER &&
      bins.subarray(Math.max(0, i - wide), i + wide + 1).every((level) => level <= (bins[i] ?? -Infinity)),
  );
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return {
    rms: Math.sqrt(power),
    peaks_hz: peaks.sort((a, b) => (bins[b] ?? 0) - (bins[a] ?? 0)).map((i) => i * hz),
    peak_db: loudest,
  };
}
