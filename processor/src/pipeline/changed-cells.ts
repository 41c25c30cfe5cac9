import type { DayTally, Dimensions } from '../domain/kpi/day-tally.ts';
import type { PartnerTally } from '../domain/kpi/partner-tally.ts';
import type { Effects } from './fold.ts';

/** The cells of one partner that one record of the log `kpi` has changed: each is told once, as it stands in the end. */
export class ChangedCells {
  private readonly cells = new Map<DayTally, Set<Dimensions>>();
  private readonly partner: PartnerTally;
  private readonly offset: number;

  constructor(partner: PartnerTally, offset: number) {
    this.partner = partner;
    this.offset = offset;
  }

  get none(): boolean {
    return this.cells.size === 0;
  }

  mark(day: DayTally, dimensions: Dimensions): void {
    day.offset = this.offset;
    day.changed = true;
    const ofDay = this.cells.get(day);
    if (ofDay === undefined) this.cells.set(day, new Set([dimensions]));
    else ofDay.add(dimensions);
  }

  tell(effects: Effects): void {
    const { offset } = this;
    const includes = { ...this.partner.includes };
    const { id: partner } = this.partner;
    for (const [day, ofDay] of this.cells) {
      const { bucket } = day;
      for (const dimensions of ofDay) {
        const { kpi, market, carrier, channel } = dimensions;
        const { num, den } = day.sums.get(dimensions)!;
        // One literal, not spread from parts: this is where the fold spent most of its time.
        effects.total({ kpi, partner, market, carrier, channel, bucket, num, den, offset }, includes);
      }
    }
  }
}
