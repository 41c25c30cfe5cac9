import type { CompiledKpi, KpiWindow } from '../policy/compiled.ts';
import type { Told } from './alarm.ts';
import { DayTally, type Dimensions, dimensionsKey } from './day-tally.ts';
import { type Evaluation, judgeCounts } from './evaluate.ts';
import { Pace, type StoredPace } from './pace.ts';
import { windowRange } from './window.ts';

/** What was told of one KPI in one window, or of one pair of its burn. */
export interface Telling {
  readonly level: Told | 'burn';
  /** Nobody was rung for it: it came from history, so its end rings nobody either. */
  readonly quiet: boolean;
  /** Grows by one at each recovery, so that ringing twice on one day makes two signals. */
  readonly revision: number;
}

/** So many combinations of a KPI are looked through before a key is made. */
const USUAL = 8;

const NOTHING_TOLD: Telling = { level: 'ok', quiet: false, revision: 0 };

interface StoredPartner {
  /** Rows from before have none: such a partner is judged at the next tick. */
  readonly asOf?: number | null;
  readonly live: boolean;
  /** [kpi, window, level, quiet, revision] */
  readonly told: readonly (readonly [string, string, Telling['level'], boolean, number])[];
  readonly paces?: Readonly<Record<string, StoredPace>>;
}

/**
 * All that the KPI fold knows of one partner: its cohort days, as of when they were last judged, what was told, and how
 * fast counts came of late.
 *
 * It is stored in pieces: one row for the partner and one for each cohort day, so that a flush writes the two or three
 * days that moved and not the thousands of cells of a month. Each row carries the offset of its own last change. The
 * partner's row changes with every record that changes anything of it and is written first, so a write that was cut short
 * leaves it ahead of some days and never behind one. A record that it has seen is then counted again in the days that have
 * not, but `hasSeen` keeps it from being told again and from a second place in a pace. And what a day holds already the
 * paces hold too, so that a repeat, which is known by its day, never lacks in a pace.
 */
export class PartnerTally {
  readonly id: string;
  /** The kpi offset of the last record that changed anything of it; -1 before the first. */
  offset = -1;
  /** The instant (ms UTC) as of which all windows were last judged; null until the lane's first tick. */
  asOf: number | null = null;
  /** Something that was not history has been counted. Until then all its signals are quiet. */
  live = false;
  /** For each events lane, the highest offset that the counts include. */
  readonly includes: Record<number, number> = {};
  private readonly days = new Map<number, DayTally>();
  private readonly dimensions = new Map<string, Dimensions>();
  /** Of each KPI, those that came first: nearly all deltas are of one of these, and to make a key costs more than to look. */
  private readonly usual = new Map<string, Dimensions[]>();
  /** By KPI, then by the window's name: a window that is named anew begins anew. */
  private readonly told = new Map<string, Map<string, Telling>>();
  /** By KPI, of those that may ring for their burn. */
  private readonly paces = new Map<string, Pace>();

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
    let usual = this.usual.get(kpi);
    if (usual === undefined) {
      usual = [];
      this.usual.set(kpi, usual);
    }
    for (const known of usual) {
      if (known.carrier === carrier && known.channel === channel && known.market === market) return known;
    }
    const key = dimensionsKey(kpi, market, carrier, channel);
    let dimensions = this.dimensions.get(key);
    if (dimensions === undefined) {
      dimensions = { key, kpi, market, carrier, channel };
      this.dimensions.set(key, dimensions);
      if (usual.length < USUAL) usual.push(dimensions);
    }
    return dimensions;
  }

  include(lane: number, offset: number): void {
    const known = this.includes[lane];
    if (known === undefined || offset > known) this.includes[lane] = offset;
  }

  /** Whether what this record of the log `kpi` made it say has been said, and its counts are in the paces. */
  hasSeen(offset: number): boolean {
    return offset <= this.offset;
  }

  /** The KPI's window as of a local day. This is asked at every message: it adds up without a list of days. */
  evaluate(kpi: CompiledKpi, { span }: KpiWindow, market: string, asOf: number): Evaluation {
    const range = windowRange(span, asOf);
    let num = 0;
    let den = 0;
    for (let bucket = range.from; bucket <= range.to; bucket++) {
      const sum = this.days.get(bucket)?.of(kpi.id);
      if (sum === undefined) continue;
      num += sum.num;
      den += sum.den;
    }
    return judgeCounts({ num, den }, range, kpi, market);
  }

  pace(kpi: string): Pace | undefined {
    return this.paces.get(kpi);
  }

  /** Notes that a KPI was newly counted at an instant that `now` may not have reached. */
  quicken(kpi: string, at: number, num: number, den: number, now: number): void {
    let pace = this.paces.get(kpi);
    if (pace === undefined) {
      pace = new Pace();
      this.paces.set(kpi, pace);
    }
    pace.add(at, num, den, now);
  }

  /** Lets go of the paces of KPIs that ring for no burn any more, and of what no window of the others can hold. */
  prunePaces(burning: (kpi: string) => boolean, now: number): void {
    for (const [kpi, pace] of this.paces) if (!burning(kpi) || !pace.prune(now)) this.paces.delete(kpi);
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
    const paces = Object.fromEntries([...this.paces].map(([kpi, pace]) => [kpi, pace.store()]));
    const stored: StoredPartner = { asOf: this.asOf, live: this.live, told, paces };
    return JSON.stringify(stored);
  }

  restore(offset: number, state: string): void {
    const stored = JSON.parse(state) as StoredPartner;
    this.offset = offset;
    this.asOf = stored.asOf ?? null;
    this.live = stored.live;
    for (const [kpi, window, level, quiet, revision] of stored.told) {
      this.tell(kpi, window, { level, quiet, revision });
    }
    for (const [kpi, pace] of Object.entries(stored.paces ?? {})) this.paces.set(kpi, Pace.restore(pace));
  }

  restoreDay(bucket: number, offset: number, state: string): void {
    const day = DayTally.restore(bucket, offset, state, (...names) => this.intern(...names));
    this.days.set(bucket, day);
    for (const [lane, at] of day.counted()) this.include(lane, at);
  }
}
