import type { LogRecord } from '@belfry/ingest/log';
import { startOfDay } from '../domain/calendar/zone.ts';
import type { DayTally, Dimensions } from '../domain/kpi/day-tally.ts';
import { judgeKpi } from '../domain/kpi/kpi-signal.ts';
import { PartnerTally } from '../domain/kpi/partner-tally.ts';
import { asOfDay } from '../domain/kpi/window.ts';
import type { CompiledZone } from '../domain/policy/compiled.ts';
import { readDeltas } from './decode/decode-deltas.ts';
import type { Effects, Fold, NumberedPolicy, StateSink, Work } from './fold.ts';
import type { Horizon } from './horizon.ts';
import { PolicyBook } from './policy-book.ts';
import { readPolicy } from './read-policy.ts';

/** After so many partners, long work lets the event loop breathe. */
const SLICE = 64;

const UTC: CompiledZone = { name: 'UTC', offsets: [0, 0] };

/**
 * The second fold: deltas in, totals and KPI signals out. It is alone in knowing a partner's counts, since the log `kpi`
 * is keyed by partner; its ticks come at the day boundaries of its partners' zones and roll the windows on.
 *
 * State rows: `partner/<id>` holds what was told; `day/<day>/<id>` the counts of one cohort day with the marks that keep
 * repeats out. A day stays in memory after it has left every window, since a late correction still adds to it.
 */
export class KpiFold implements Fold {
  private readonly lane: number;
  private readonly book = new PolicyBook();
  private readonly partners = new Map<string, PartnerTally>();
  private readonly changed = new Set<PartnerTally>();
  /** How far time has come, ms UTC; 0 before the lane's first tick. */
  private at = 0;
  /** The next instant at which some partner's day ends; undefined when it must be looked for. */
  private boundary: number | undefined;
  /** The policy that was taken last is still judging partners again. */
  private judgingAgain = false;

  constructor(lane: number) {
    this.lane = lane;
  }

  apply(record: LogRecord, horizon: Horizon, effects: Effects): Work | undefined {
    switch (record.kind) {
      case 'deltas':
        this.applyDeltas(record, horizon, effects);
        return undefined;
      case 'tick':
        return this.roll(record, horizon, effects);
      case 'policy':
        return this.takePolicy(record, horizon, effects);
      default:
        quarantine(record, effects, 'WRONG_LOG', `${record.kind} does not belong into the log kpi`);
        return undefined;
    }
  }

  private applyDeltas(record: LogRecord, horizon: Horizon, effects: Effects): void {
    const message = readDeltas(record.value);
    if (typeof message === 'string') {
      quarantine(record, effects, 'BAD_DELTAS', message);
      return;
    }
    const partner = this.partner(message.partner, horizon);
    const cells = new Map<DayTally, Set<Dimensions>>();
    let touched = new Set<string>();
    let quiet = true;
    let k = 0;
    const judge = (): void => {
      k = this.judge(partner, touched, quiet, k, record, horizon, effects);
      touched = new Set();
    };
    for (const delta of message.deltas) {
      const [offset, subject, kpi, market, carrier, channel, bucket, num, den, isQuiet] = delta;
      const day = partner.dayTally(bucket);
      const dimensions = partner.intern(kpi, market, carrier, channel);
      // This also keeps out what a row that is ahead of the position holds already: the row carries its marks.
      if (day.isRepeat(message.lane, offset, subject, dimensions)) continue;
      // A run of history and a run of live counts are judged apart, so that each trips what it trips in its own voice.
      if (touched.size > 0 && quiet !== (isQuiet === 1)) judge();
      day.take(message.lane, offset, subject, dimensions, num, den);
      quiet = isQuiet === 1;
      if (!quiet) partner.live = true;
      touched.add(kpi);
      partner.include(message.lane, offset);
      markCell(cells, day, dimensions, record.offset);
    }
    if (cells.size === 0) return;
    this.tellTotals(partner, cells, record, effects);
    judge();
    this.touch(partner, record.offset);
  }

  private tellTotals(
    partner: PartnerTally,
    cells: ReadonlyMap<DayTally, ReadonlySet<Dimensions>>,
    record: LogRecord,
    effects: Effects,
  ): void {
    const includes = { ...partner.includes };
    const { id: partnerId } = partner;
    const { offset } = record;
    for (const [day, ofDay] of cells) {
      const { bucket } = day;
      for (const dimensions of ofDay) {
        const { kpi, market, carrier, channel } = dimensions;
        const { num, den } = day.sums.get(dimensions)!;
        // One literal, not spread from parts: this is where the fold spent most of its time.
        effects.total({ kpi, partner: partnerId, market, carrier, channel, bucket, num, den, offset }, includes);
      }
    }
  }

  /** Judges the partner's KPIs, all of them or those named; answers how many signals the record has caused for it. */
  private judge(
    partner: PartnerTally,
    only: ReadonlySet<string> | 'all',
    quiet: boolean,
    k: number,
    record: LogRecord,
    horizon: Horizon,
    effects: Effects,
  ): number {
    // The partner's row was ahead of the position: what this record made it say has been said.
    if (partner.offset >= record.offset) return k;
    const cause = { lane: this.lane, offset: record.offset, horizon: horizon.at, quiet: quiet || !partner.live };
    let next = k;
    for (const kpi of this.book.current().kpis.definitions) {
      if (only !== 'all' && !only.has(kpi.id)) continue;
      const signal = judgeKpi(partner, kpi, cause, next);
      if (signal === null) continue;
      effects.signal(signal);
      next++;
    }
    return next;
  }

  /** Time goes on: every partner whose day has ended is judged as of the new one. */
  private roll(record: LogRecord, horizon: Horizon, effects: Effects): Work | undefined {
    const due = this.nextDue();
    this.at = horizon.at;
    if (horizon.at === 0 || horizon.at < due) return undefined;
    return this.judgeAll(record, horizon, effects, (partner, day) => partner.day === null || day > partner.day);
  }

  private takePolicy(record: LogRecord, horizon: Horizon, effects: Effects): Work | undefined {
    const policy = readPolicy(record.value);
    if (policy.number === null) {
      quarantine(record, effects, 'BAD_POLICY', 'a policy in the log kpi carries its number');
      return undefined;
    }
    if (!this.book.take({ number: policy.number, record: policy })) return undefined;
    effects.policy(policy.number, policy);
    this.boundary = undefined;
    this.judgingAgain = true;
    return this.judgeAgain(record, horizon, effects);
  }

  private *judgeAgain(record: LogRecord, horizon: Horizon, effects: Effects): Work {
    yield* this.judgeAll(record, horizon, effects, () => true);
    this.judgingAgain = false;
  }

  private *judgeAll(
    record: LogRecord,
    horizon: Horizon,
    effects: Effects,
    concerns: (partner: PartnerTally, day: number) => boolean,
  ): Work {
    this.boundary = undefined;
    if (horizon.at === 0) return;
    const partners = [...this.partners.values()].sort(byId);
    for (const [n, partner] of partners.entries()) {
      const day = asOfDay(this.zone(partner.id), horizon.at);
      if (partner.offset < record.offset && concerns(partner, day)) {
        partner.day = day;
        this.judge(partner, 'all', false, 0, record, horizon, effects);
        this.touch(partner, record.offset);
      }
      if (n % SLICE === SLICE - 1) yield;
    }
    this.boundary = undefined;
  }

  /** The next day boundary over the zones of its partners, ms UTC; 0 until the lane has heard what time it is. */
  nextDue(): number {
    if (this.boundary !== undefined) return this.boundary;
    if (this.at === 0) return 0;
    let boundary = Number.POSITIVE_INFINITY;
    for (const { id, day } of this.partners.values()) {
      boundary = Math.min(boundary, day === null ? 0 : startOfDay(this.zone(id), day + 1));
    }
    this.boundary = boundary;
    return boundary;
  }

  flush(sink: StateSink): void {
    for (const partner of this.changed) {
      // First the partner, then its days: see PartnerTally.
      sink.state(`partner/${partner.id}`, partner.offset, true, partner.store());
      for (const day of partner.changedDays()) {
        sink.state(`day/${day.bucket}/${partner.id}`, day.offset, true, day.store());
        day.changed = false;
      }
    }
    this.changed.clear();
  }

  resume(extent: Readonly<Record<string, unknown>>, policies: readonly NumberedPolicy[]): void {
    for (const policy of policies) this.book.take(policy);
    this.at = typeof extent.at === 'number' ? extent.at : 0;
    this.boundary = undefined;
  }

  extent(): Record<string, unknown> {
    const policies = this.book.numbers();
    // A policy that is not through with the partners is taken again by whoever goes on from here.
    return { policies: this.judgingAgain ? policies.slice(0, -1) : policies, at: this.at };
  }

  restore(subject: string, offset: number, state: string): void {
    this.boundary = undefined;
    const [kind, ...rest] = subject.split('/');
    if (kind === 'partner') {
      this.known(rest.join('/')).restore(offset, state);
    } else {
      const [bucket, ...id] = rest;
      this.known(id.join('/')).restoreDay(Number(bucket), offset, state);
    }
  }

  /** Every row is open: a correction may come for any day. */
  away(): void {}

  isAway(): boolean {
    return false;
  }

  isNew(): void {}

  stored(): void {}

  /** The partner that deltas speak of; a new one stands in the day that it is there. */
  private partner(id: string, horizon: Horizon): PartnerTally {
    const partner = this.known(id);
    if (partner.day === null && horizon.at > 0) {
      partner.day = asOfDay(this.zone(id), horizon.at);
      this.boundary = undefined;
    }
    return partner;
  }

  private known(id: string): PartnerTally {
    let partner = this.partners.get(id);
    if (partner === undefined) {
      partner = new PartnerTally(id);
      this.partners.set(id, partner);
      this.boundary = undefined;
    }
    return partner;
  }

  private zone(partner: string): CompiledZone {
    const { partners, zones } = this.book.current();
    return zones.get(partners.get(partner)?.zone ?? UTC.name) ?? UTC;
  }

  private touch(partner: PartnerTally, offset: number): void {
    partner.offset = Math.max(partner.offset, offset);
    this.changed.add(partner);
  }
}

function markCell(cells: Map<DayTally, Set<Dimensions>>, day: DayTally, dimensions: Dimensions, offset: number): void {
  day.offset = offset;
  day.changed = true;
  const ofDay = cells.get(day);
  if (ofDay === undefined) cells.set(day, new Set([dimensions]));
  else ofDay.add(dimensions);
}

function quarantine(record: LogRecord, effects: Effects, code: string, reason: string): void {
  const { offset, appendTime, key, value } = record;
  effects.quarantine({ offset, appendTime, key, code, reason, bytes: value });
}

const byId = (a: PartnerTally, b: PartnerTally): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
