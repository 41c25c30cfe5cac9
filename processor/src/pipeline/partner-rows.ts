import { PartnerTally } from '../domain/kpi/partner-tally.ts';
import type { StateSink } from './fold.ts';

/**
 * The partners of a lane of the log `kpi` and their state rows: `partner/<id>` holds what was told and how fast counts came;
 * `day/<day>/<id>` the counts of one cohort day with the marks that keep repeats out. All of them stay in memory: a late
 * correction may still add to a day that has left every window.
 */
export class PartnerRows {
  private readonly byId = new Map<string, PartnerTally>();
  private readonly changed = new Set<PartnerTally>();

  of(id: string): PartnerTally {
    let partner = this.byId.get(id);
    if (partner === undefined) {
      partner = new PartnerTally(id);
      this.byId.set(id, partner);
    }
    return partner;
  }

  /** Notes that the record of that offset has changed something of the partner. */
  touch(partner: PartnerTally, offset: number): void {
    partner.offset = Math.max(partner.offset, offset);
    this.changed.add(partner);
  }

  all(): Iterable<PartnerTally> {
    return this.byId.values();
  }

  /** In an order that every owner of the lane finds. */
  sorted(): PartnerTally[] {
    return [...this.byId.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  }

  /** Yields after each row. Until it is through, nothing may change. */
  *flush(sink: StateSink): Generator<void, void, void> {
    for (const partner of this.changed) {
      // First the partner, then its days: see PartnerTally.
      sink.state(`partner/${partner.id}`, partner.offset, true, partner.store());
      yield;
      for (const day of partner.changedDays()) {
        sink.state(`day/${day.bucket}/${partner.id}`, day.offset, true, day.store());
        day.changed = false;
        yield;
      }
    }
    this.changed.clear();
  }

  restore(subject: string, offset: number, state: string): void {
    const [kind, ...rest] = subject.split('/');
    if (kind === 'partner') {
      this.of(rest.join('/')).restore(offset, state);
    } else {
      const [bucket, ...id] = rest;
      this.of(id.join('/')).restoreDay(Number(bucket), offset, state);
    }
  }
}
