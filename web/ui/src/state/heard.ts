// Which parts of a recording were really heard: wall-clock listening, in milliseconds of the recording.
export type Interval = [number, number];

const JUMP_MS = 1500; // between two time updates a player moves by 250 ms at ordinary speed, 500 at double

export class HeardTracker {
  private open: Interval | undefined;
  private done: Interval[] = [];

  /** The player plays and is here. A jump closes one interval and opens another. */
  at(positionMs: number): void {
    const position = Math.round(positionMs);
    if (this.open && position >= this.open[1] && position - this.open[1] <= JUMP_MS) {
      this.open[1] = position;
      return;
    }
    this.close();
    this.open = [position, position];
  }

  /** The player stopped, or is about to jump. */
  close(): void {
    if (this.open && this.open[1] > this.open[0]) this.done.push(this.open);
    this.open = undefined;
  }

  /** What was heard since the last take, merged and in order; an interval that still grows goes on from here. */
  take(): Interval[] {
    const growing = this.open?.[1];
    this.close();
    if (growing !== undefined) this.open = [growing, growing];
    const heard = merge(this.done);
    this.done = [];
    return heard;
  }

  /** A report that did not reach the server: it goes with the next one. */
  putBack(intervals: Interval[]): void {
    this.done.unshift(...intervals);
  }
}

export function merge(intervals: Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const [from, to] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
