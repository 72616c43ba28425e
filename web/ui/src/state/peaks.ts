import type { Peaks } from '../api/client';

/** audiowaveform JSON version 2 (min and max of each channel in turn) → one amplitude 0…1 a pixel for each channel. */
export function amplitudes(peaks: Peaks): number[][] {
  const full = 2 ** (peaks.bits - 1);
  return Array.from({ length: peaks.channels }, (_, channel) =>
    Array.from({ length: peaks.length }, (_, i) => {
      const at = 2 * (i * peaks.channels + channel);
      return Math.min(1, Math.max(Math.abs(peaks.data[at] ?? 0), Math.abs(peaks.data[at + 1] ?? 0)) / full);
    }),
  );
}
