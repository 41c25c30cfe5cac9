import type { DayRange } from '@belfry/processor/contract';

/** A window that has become final. */
export interface FinalWindow {
  readonly kpi: string;
  /** Whose it is: one partner, several, all but some, or everybody. */
  readonly only: readonly string[] | null;
  readonly except: readonly string[];
  readonly range: DayRange;
  /** The instant at which it became final, ms UTC. */
  readonly at: number;
}

/** The places of windows that look at the same days of the same partners: their KPIs are read together. */
export function windowsAlike(windows: readonly FinalWindow[]): number[][] {
  const found = new Map<string, number[]>();
  for (const [w, { only, except, range, at }] of windows.entries()) {
    const key = JSON.stringify([only, except, range, at]);
    const places = found.get(key);
    if (places === undefined) found.set(key, [w]);
    else places.push(w);
  }
  return [...found.values()];
}
