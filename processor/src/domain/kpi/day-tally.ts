/**
 * The counts of one cohort day of one partner, and what it takes to count nothing twice. It is a state of its own: it
 * knows which deltas it holds, so that it can be stored, restored and caught up without a look at any other day.
 */

/** A cell without its partner and day. Interned per partner, so that a cell costs a reference and two integers. */
export interface Dimensions {
  /** Unambiguous whatever the names contain. */
  readonly key: string;
  readonly kpi: string;
  readonly market: string;
  readonly carrier: string;
  readonly channel: string;
}

export interface Sum {
  num: number;
  den: number;
}

/**
 * How far one events lane has been counted: its highest offset, and which deltas were seen at it. That is one nearly
 * always, kept in two fields; only a record that changed several subjects or cells costs a map.
 */
interface Mark {
  offset: number;
  subject: string;
  dimensions: Dimensions;
  more: Map<Dimensions, Set<string>> | null;
}

type Names = readonly [kpi: string, market: string, carrier: string, channel: string];

interface StoredDay {
  readonly sums: readonly (readonly [...Names, num: number, den: number])[];
  readonly marks: readonly (readonly [
    lane: number,
    offset: number,
    seen: readonly (readonly [...Names, subject: string])[],
  ])[];
}

export const dimensionsKey = (kpi: string, market: string, carrier: string, channel: string): string =>
  `${kpi.length},${market.length},${carrier.length},${channel.length}:${kpi}${market}${carrier}${channel}`;

export class DayTally {
  /** Days since 1970-01-01 in the partner's zone. */
  readonly bucket: number;
  /** The kpi offset of the last record that changed it; -1 before the first. */
  offset = -1;
  /** Changed since it was last stored. */
  changed = false;
  readonly sums = new Map<Dimensions, Sum>();
  private readonly byKpi = new Map<string, Sum>();
  private readonly marks = new Map<number, Mark>();

  constructor(bucket: number) {
    this.bucket = bucket;
  }

  /**
   * Whether a delta has been counted before. An events lane publishes in the order of its offsets and whoever takes it
   * over begins at or before the end of what was published, so whatever stands below the highest offset is known, and at
   * the highest offset itself a delta is known by its subject and cell (one record may fire many subjects).
   */
  isRepeat(lane: number, offset: number, subject: string, dimensions: Dimensions): boolean {
    const mark = this.marks.get(lane);
    if (mark === undefined || offset > mark.offset) return false;
    if (offset < mark.offset || (mark.subject === subject && mark.dimensions === dimensions)) return true;
    return mark.more?.get(dimensions)?.has(subject) ?? false;
  }

  /** Counts a delta that is no repeat. */
  take(lane: number, offset: number, subject: string, dimensions: Dimensions, num: number, den: number): void {
    this.mark(lane, offset, subject, dimensions);
    this.add(dimensions, num, den);
  }

  /** The day's sum of a KPI over all markets, carriers and channels. */
  of(kpi: string): Readonly<Sum> | undefined {
    return this.byKpi.get(kpi);
  }

  /** The highest offset counted of each events lane. */
  *counted(): Generator<readonly [lane: number, offset: number]> {
    for (const [lane, { offset }] of this.marks) yield [lane, offset];
  }

  store(): string {
    const day: StoredDay = {
      sums: [...this.sums].map(([of, { num, den }]) => [...namesOf(of), num, den]),
      marks: [...this.marks].map(([lane, mark]) => [lane, mark.offset, seenOf(mark)]),
    };
    return JSON.stringify(day);
  }

  static restore(bucket: number, offset: number, state: string, intern: (...names: Names) => Dimensions): DayTally {
    const stored = JSON.parse(state) as StoredDay;
    const day = new DayTally(bucket);
    day.offset = offset;
    for (const [kpi, market, carrier, channel, num, den] of stored.sums) {
      day.add(intern(kpi, market, carrier, channel), num, den);
    }
    for (const [lane, at, seen] of stored.marks) {
      for (const [kpi, market, carrier, channel, subject] of seen) {
        day.mark(lane, at, subject, intern(kpi, market, carrier, channel));
      }
    }
    return day;
  }

  private mark(lane: number, offset: number, subject: string, dimensions: Dimensions): void {
    const mark = this.marks.get(lane);
    if (mark === undefined) {
      this.marks.set(lane, { offset, subject, dimensions, more: null });
    } else if (offset > mark.offset) {
      mark.offset = offset;
      mark.subject = subject;
      mark.dimensions = dimensions;
      mark.more = null;
    } else {
      mark.more ??= new Map();
      const subjects = mark.more.get(dimensions);
      if (subjects === undefined) mark.more.set(dimensions, new Set([subject]));
      else subjects.add(subject);
    }
  }

  private add(dimensions: Dimensions, num: number, den: number): void {
    addTo(this.sums, dimensions, num, den);
    addTo(this.byKpi, dimensions.kpi, num, den);
  }
}

function addTo<Key>(sums: Map<Key, Sum>, key: Key, num: number, den: number): void {
  const sum = sums.get(key);
  if (sum === undefined) {
    sums.set(key, { num, den });
  } else {
    sum.num += num;
    sum.den += den;
  }
}

const namesOf = ({ kpi, market, carrier, channel }: Dimensions): Names => [kpi, market, carrier, channel];

function seenOf({ subject, dimensions, more }: Mark): [...Names, subject: string][] {
  const seen: [...Names, subject: string][] = [[...namesOf(dimensions), subject]];
  for (const [of, subjects] of more ?? []) for (const each of subjects) seen.push([...namesOf(of), each]);
  return seen;
}
