import { BURN_WINDOWS, type BurnPair, type BurnWindow, burnSince, HOUR_MS, TEN_MINUTES_MS } from './burn.ts';
import type { Counts } from './window.ts';

type Slices = Map<number, { num: number; den: number }>;

export interface StoredPace {
  readonly tens: readonly StoredSlice[];
  readonly hours: readonly StoredSlice[];
}

type StoredSlice = readonly [from: number, num: number, den: number];

/** How long a slice of a pair runs: when it has, the pair looks at other slices. */
const SLICE_OF: Readonly<Record<BurnPair, number>> = { fast: TEN_MINUTES_MS, slow: HOUR_MS };

export const sliceEnd = (pair: BurnPair, now: number): number =>
  (Math.floor(now / SLICE_OF[pair]) + 1) * SLICE_OF[pair];

/** The first instant of the finest slice that an instant lies in. */
export const sliceStart = (at: number): number => Math.floor(at / TEN_MINUTES_MS) * TEN_MINUTES_MS;

/** Whether a burn may look different at `now` from how it looked before, though nothing was counted. */
export const isNewSlice = (before: number, now: number): boolean => sliceStart(before) !== sliceStart(now);

/**
 * What was newly counted for one KPI of one partner, by the instant at which it became known: slices of ten minutes for
 * hours, of an hour for days. `now` is the horizon of the fold. An instant may be ahead of it, since the events lanes go
 * on while this one waits for a tick: such a slice is kept and not looked at until the horizon has reached it, and the
 * fold asks for a tick at its beginning. So a wrong clock far ahead rings nothing, and a right one waits for moments.
 */
export class Pace {
  /** By the first instant of each slice. */
  private readonly tens: Slices = new Map();
  private readonly hours: Slices = new Map();

  add(at: number, num: number, den: number, now: number): void {
    addTo(this.tens, burnSince('6h', now), at, TEN_MINUTES_MS, num, den);
    addTo(this.hours, burnSince('3d', now), at, HOUR_MS, num, den);
  }

  /** What a window holds: slices ahead of the running one wait. */
  sum(window: BurnWindow, now: number): Counts {
    const { slice } = BURN_WINDOWS[window];
    const slices = slice === HOUR_MS ? this.hours : this.tens;
    let num = 0;
    let den = 0;
    for (let from = burnSince(window, now); from <= now; from += slice) {
      const sum = slices.get(from);
      if (sum === undefined) continue;
      num += sum.num;
      den += sum.den;
    }
    return { num, den };
  }

  /** The beginning of the first slice ahead of `now`; Infinity when there is none. Hours begin with ten minutes. */
  ahead(now: number): number {
    let first = Number.POSITIVE_INFINITY;
    for (const from of this.tens.keys()) if (from > now && from < first) first = from;
    return first;
  }

  /** Lets go of what no window can hold any more; answers whether anything is left. */
  prune(now: number): boolean {
    dropBefore(this.tens, burnSince('6h', now));
    dropBefore(this.hours, burnSince('3d', now));
    return this.hours.size > 0;
  }

  store(): StoredPace {
    return { tens: listed(this.tens), hours: listed(this.hours) };
  }

  static restore({ tens, hours }: StoredPace): Pace {
    const pace = new Pace();
    for (const [from, num, den] of tens) pace.tens.set(from, { num, den });
    for (const [from, num, den] of hours) pace.hours.set(from, { num, den });
    return pace;
  }
}

function addTo(slices: Slices, since: number, at: number, slice: number, num: number, den: number): void {
  if (at < since) return;
  const from = Math.floor(at / slice) * slice;
  const sum = slices.get(from);
  if (sum === undefined) {
    dropBefore(slices, since);
    slices.set(from, { num, den });
  } else {
    sum.num += num;
    sum.den += den;
  }
}

function dropBefore(slices: Slices, since: number): void {
  for (const from of slices.keys()) if (from < since) slices.delete(from);
}

const listed = (slices: Slices): StoredSlice[] => [...slices].map(([from, { num, den }]) => [from, num, den]);
