import type { DayCount, Total, TotalsMessage } from '@belfry/processor/contract';

/** A partner's counts of one KPI by local day number, over all markets, carriers and channels. */
export type Days = ReadonlyMap<number, DayCount>;

const EMPTY: Days = new Map();

/**
 * The KPI totals, from the table `kpi_totals` and from records of kind `totals`. A total is absolute and carries the
 * offset in the log `kpi` that it includes, so the higher offset is the newer word on a cell, whoever brings it.
 */
export class KpiBook {
  /** The highest kpi offset included, per kpi lane. */
  readonly positions = new Map<number, number>();
  /** Per partner: the highest offset included of each events lane, as far as the log has told it. */
  readonly includes = new Map<string, Map<number, number>>();
  private readonly cells = new Map<string, { num: number; den: number; offset: number }>();
  private readonly latest = new Map<string, Map<string, number>>();
  private readonly sums = new Map<string, Map<string, Map<number, DayCount>>>();

  /** Takes a record of kind `totals` in. */
  tell(message: TotalsMessage): void {
    for (const total of message.totals) this.take(message.lane, total);
    this.passed(message.lane, message.offset);
    for (const [partner, lanes] of Object.entries(message.includes)) {
      const known = this.includes.get(partner) ?? new Map<number, number>();
      this.includes.set(partner, known);
      for (const [lane, offset] of Object.entries(lanes)) {
        known.set(Number(lane), Math.max(offset, known.get(Number(lane)) ?? -1));
      }
    }
  }

  /** Takes one total in, from a record or a row. */
  take(lane: number, total: Total): void {
    const { kpi, partner, bucket, num, den, offset } = total;
    const key = JSON.stringify([kpi, partner, total.market, total.carrier, total.channel, bucket]);
    const ofKpi = this.latest.get(kpi) ?? new Map<string, number>();
    this.latest.set(kpi, ofKpi);
    if (offset > (ofKpi.get(partner) ?? -1)) ofKpi.set(partner, offset);
    const known = this.cells.get(key);
    if (known && known.offset >= offset) return;
    const days = this.daysFor(kpi, partner);
    const sum = days.get(bucket) ?? { num: 0, den: 0 };
    days.set(bucket, { bucket, num: sum.num + num - (known?.num ?? 0), den: sum.den + den - (known?.den ?? 0) });
    this.cells.set(key, { num, den, offset });
    this.passed(lane, offset);
  }

  /** Everything of a kpi lane up to this offset is included. */
  passed(lane: number, offset: number): void {
    if (offset > (this.positions.get(lane) ?? -1)) this.positions.set(lane, offset);
  }

  days(kpi: string, partner: string): Days {
    return this.sums.get(kpi)?.get(partner) ?? EMPTY;
  }

  /** The kpi offset of the newest word on a partner's counts of a KPI, on whatever day; -1 before the first. */
  lastChange(kpi: string, partner: string): number {
    return this.latest.get(kpi)?.get(partner) ?? -1;
  }

  /** Partners that a KPI has counts of. */
  partners(kpi: string): Iterable<string> {
    return this.sums.get(kpi)?.keys() ?? [];
  }

  private daysFor(kpi: string, partner: string): Map<number, DayCount> {
    const partners = this.sums.get(kpi) ?? new Map<string, Map<number, DayCount>>();
    this.sums.set(kpi, partners);
    const days = partners.get(partner) ?? new Map<number, DayCount>();
    partners.set(partner, days);
    return days;
  }
}
