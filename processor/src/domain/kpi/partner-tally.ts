import type { CompiledKpi } from '../policy/compiled.ts';
import type { Told } from './alarm.ts';
import { DayTally, type Dimensions, dimensionsKey } from './day-tally.ts';
import { type DayCount, type Evaluation, evaluateWindow, windowRange } from './window.ts';

/** What was told of one KPI in one window. */
export interface Telling {
  readonly level: Told;
  /** Nobody was rung for it: it came from history, so its end rings nobody either. */
  readonly quiet: boolean;
  /** Grows by one at each recovery, so that ringing twice on one day makes two signals. */
  readonly revision: number;
}

const NOTHING_TOLD: Telling = { level: 'ok', quiet: false, revision: 0 };

interface StoredPartner {
  readonly day: number | null;
  readonly live: boolean;
  /** [kpi, window, level, quiet, revision] */
  readonly told: readonly (readonly [string, string, Told, boolean, number])[];
}

/**
 * All that the KPI fold knows of one partner: its cohort days, as of which day they were last judged, what was told.
 *
 * It is stored in pieces: one small row for what was told and one row for each cohort day, so that a flush writes the two
 * or three days that moved and not the thousands of cells of a month. Each row carries the offset of its own last change.
 * The partner's row changes with every record that changes anything of it and is written first: a record that a day's row
 * has not seen, after a write that was cut short, is then counted again but not told again.
 */
export class PartnerTally {
  readonly id: string;
  /** The kpi offset of the last record that changed anything of it; -1 before the first. */
  offset = -1;
  changed = false;
  /** The local day as of which windows were last judged; null until the lane's first tick. */
  day: number | null = null;
  /** Something that was not history has been counted. Until then all its signals are quiet. */
  live = false;
  /** For each events lane, the highest offset that the counts include. */
  readonly includes: Record<number, number> = {};
  private readonly days = new Map<number, DayTally>();
  private readonly dimensions = new Map<string, Dimensions>();
  /** By KPI, then by the window's name: a window that is named anew begins anew. */
  private readonly told = new Map<string, Map<string, Telling>>();

  constructor(id: string) {
    this.id = id;
  }

  dayTally(bucket: number): DayTally {
    let day = this.days.get(bucket);
    if (day === undefined) {
      day = new DayTally(bucket);
      this.days.set(bucket, day);
    }
    return day;
  }

  intern(kpi: string, market: string, carrier: string, channel: string): Dimensions {
    const key = dimensionsKey(kpi, market, carrier, channel);
    let dimensions = this.dimensions.get(key);
    if (dimensions === undefined) {
      dimensions = { key, kpi, market, carrier, channel };
      this.dimensions.set(key, dimensions);
    }
    return dimensions;
  }

  include(lane: number, offset: number): void {
    const known = this.includes[lane];
    if (known === undefined || offset > known) this.includes[lane] = offset;
  }

  /** The KPI's window as of a local day. */
  evaluate(kpi: CompiledKpi, asOf: number): Evaluation {
    const { from, to } = windowRange(kpi.window, asOf);
    const counts: DayCount[] = [];
    for (let bucket = from; bucket <= to; bucket++) {
      const sum = this.days.get(bucket)?.of(kpi.id);
      if (sum !== undefined) counts.push({ bucket, num: sum.num, den: sum.den });
    }
    return evaluateWindow(counts, kpi, asOf);
  }

  telling(kpi: string, window: string): Telling {
    return this.told.get(kpi)?.get(window) ?? NOTHING_TOLD;
  }

  tell(kpi: string, window: string, telling: Telling): void {
    const ofKpi = this.told.get(kpi);
    if (ofKpi === undefined) this.told.set(kpi, new Map([[window, telling]]));
    else ofKpi.set(window, telling);
  }

  /** Days that changed since they were last stored. */
  *changedDays(): Generator<DayTally> {
    for (const day of this.days.values()) if (day.changed) yield day;
  }

  store(): string {
    const told: StoredPartner['told'][number][] = [];
    for (const [kpi, windows] of this.told) {
      for (const [window, { level, quiet, revision }] of windows) told.push([kpi, window, level, quiet, revision]);
    }
    const stored: StoredPartner = { day: this.day, live: this.live, told };
    return JSON.stringify(stored);
  }

  restore(offset: number, state: string): void {
    const stored = JSON.parse(state) as StoredPartner;
    this.offset = offset;
    this.day = stored.day;
    this.live = stored.live;
    for (const [kpi, window, level, quiet, revision] of stored.told) {
      this.tell(kpi, window, { level, quiet, revision });
    }
  }

  restoreDay(bucket: number, offset: number, state: string): void {
    const day = DayTally.restore(bucket, offset, state, (...names) => this.intern(...names));
    this.days.set(bucket, day);
    for (const [lane, at] of day.counted()) this.include(lane, at);
  }
}
