// A talk that nobody had: two voices in turn, as peaks and as a stereo A-law WAV of silence.
const PEAKS_A_SECOND = 20;
const RATE = 8000;

export function peaksOf(seconds) {
  const length = seconds * PEAKS_A_SECOND;
  const data = [];
  for (let i = 0; i < length; i++) {
    const second = i / PEAKS_A_SECOND;
    const callerTalks = Math.sin(second / 5.3) > -0.1;
    const music = second > 70 && second < 104;
    const noise = Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1;
    const breath = Math.max(0, Math.sin(second * 2.2) * 0.5 + 0.55);
    const left = Math.round((callerTalks && !music ? noise * breath : noise * 0.02) * 118);
    const right = Math.round(
      (music ? 0.25 + 0.12 * Math.sin(second * 3) + noise * 0.1 : callerTalks ? noise * 0.03 : noise * breath) * 118,
    );
    data.push(-left, left, -right, right);
  }
  return {
    version: 2,
    channels: 2,
    sample_rate: RATE,
    samples_per_pixel: RATE / PEAKS_A_SECOND,
    bits: 8,
    length,
    data,
  };
}

export function audioOf(seconds) {
  const bytes = seconds * RATE * 2;
  const head = Buffer.alloc(58);
  head.write('RIFF', 0);
  head.writeUInt32LE(50 + bytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(18, 16);
  head.writeUInt16LE(6, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(8, 34);
  head.write('fact', 38);
  head.writeUInt32LE(4, 42);
  head.writeUInt32LE(seconds * RATE, 46);
  head.write('data', 50);
  head.writeUInt32LE(bytes, 54);
  return Buffer.concat([head, Buffer.alloc(bytes, 0xd5)]);
}
