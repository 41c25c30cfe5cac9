import type { LogRecord } from '@belfry/ingest/log';
import type { DeltaTuple } from '../contract/kpi.ts';
import { judgePartner, type Look, nextBurn } from '../domain/kpi/judge-partner.ts';
import { KpiTerms } from '../domain/kpi/kpi-terms.ts';
import { isNewSlice, sliceStart } from '../domain/kpi/pace.ts';
import type { PartnerTally } from '../domain/kpi/partner-tally.ts';
import { ChangedCells } from './changed-cells.ts';
import { readDeltas } from './decode/decode-deltas.ts';
import type { Effects, Fold, NumberedPolicy, StateSink, Work } from './fold.ts';
import type { Horizon } from './horizon.ts';
import { PartnerRows } from './partner-rows.ts';
import { PolicyBook } from './policy-book.ts';
import { readPolicy } from './read-policy.ts';

/** After so many partners, long work lets the event loop breathe. */
const SLICE = 64;

/**
 * The second fold: deltas in, totals and KPI signals out. It is alone in knowing a partner's counts, since the log `kpi`
 * is keyed by partner. Its ticks come at the day boundaries of its partners' and KPIs' zones and roll the windows on; where
 * a burn may ring they come as well when counts are ahead of the horizon, and while one stands, at the end of each slice.
 * State rows: see PartnerRows.
 */
export class KpiFold implements Fold {
  private readonly lane: number;
  private readonly book = new PolicyBook();
  private terms: KpiTerms;
  private readonly partners = new PartnerRows();
  /** How far time has come for all partners, ms UTC; 0 before the lane's first tick. */
  private at = 0;
  /** The next instant at which a tick would do something; undefined when it must be looked for. */
  private due: number | undefined;
  /** The policy that was taken last is still judging partners again. */
  private judgingAgain = false;

  constructor(lane: number) {
    this.lane = lane;
    this.terms = new KpiTerms(this.book.current());
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
    const message = readDeltas(record);
    if (typeof message === 'string') {
      quarantine(record, effects, 'BAD_DELTAS', message);
      return;
    }
    if (message.deltas.length === 0) return;
    const partner = this.partner(message.partner, horizon);
    const cells = new ChangedCells(partner, record.offset);
    let touched = new Set<string>();
    let quiet = true;
    let k = 0;
    for (const delta of message.deltas) {
      const [offset, subject, kpi, market, carrier, channel, bucket, num, den, isQuiet] = delta;
      const day = partner.dayTally(bucket);
      const dimensions = partner.intern(kpi, market, carrier, channel);
      // This also keeps out what a row that is ahead of the position holds already: the row carries its marks.
      if (day.isRepeat(message.lane, offset, subject, dimensions)) continue;
      // A run of history and a run of live counts are judged apart, so that each trips what it trips in its own voice.
      if (touched.size > 0 && quiet !== (isQuiet === 1)) {
        k = this.judge(partner, touched, quiet, k, record, horizon, effects);
        touched = new Set();
      }
      day.take(message.lane, offset, subject, dimensions, num, den);
      quiet = isQuiet === 1;
      if (!quiet) partner.live = true;
      // Its name as it is known, whose hash is known too: a text that has just been parsed has none yet.
      this.quicken(partner, dimensions.kpi, delta, record, horizon);
      touched.add(dimensions.kpi);
      partner.include(message.lane, offset);
      cells.mark(day, dimensions);
    }
    if (cells.none) return;
    cells.tell(effects);
    this.judge(partner, touched, quiet, k, record, horizon, effects);
    this.partners.touch(partner, record.offset);
  }

  /** What was newly counted burns. History and new rules do not, and neither does what the partner's row holds already. */
  private quicken(partner: PartnerTally, kpi: string, delta: DeltaTuple, record: LogRecord, horizon: Horizon): void {
    const [, , , , , , , num, den, isQuiet, at, cause] = delta;
    if (
      isQuiet === 1 ||
      cause === 'history' ||
      cause === 'policy' ||
      !this.terms.burns(kpi) ||
      partner.hasSeen(record.offset)
    )
      return;
    partner.quicken(kpi, at, num, den, horizon.at);
    const slice = sliceStart(at);
    if (slice > horizon.at && this.due !== undefined) this.due = Math.min(this.due, slice);
  }

  /** Judges KPIs of a partner; answers how many signals the record has caused for it. */
  private judge(
    partner: PartnerTally,
    look: Look,
    quiet: boolean,
    k: number,
    record: LogRecord,
    horizon: Horizon,
    effects: Effects,
  ): number {
    if (horizon.at === 0 || partner.hasSeen(record.offset)) return k;
    const cause = { lane: this.lane, offset: record.offset, horizon: horizon.at, quiet: quiet || !partner.live };
    const signals = judgePartner(partner, this.terms, look, cause, k);
    for (const signal of signals) {
      effects.signal(signal);
      // Whether a burn stands decides when the next tick is due.
      if (signal.burn !== null) this.due = undefined;
    }
    return k + signals.length;
  }

  /** Time goes on: whose day has ended is judged as of the new one, and who burns as of the new slice. */
  private roll(record: LogRecord, horizon: Horizon, effects: Effects): Work | undefined {
    if (horizon.at === 0) return undefined;
    const newSlice = this.terms.burning.length > 0 && isNewSlice(this.at, horizon.at);
    if (!newSlice && horizon.at < this.nextDue()) {
      this.at = horizon.at;
      return undefined;
    }
    return this.judgeAll(record, horizon, effects, (partner) =>
      partner.asOf === null || this.terms.nextDay(partner.id, partner.asOf) <= horizon.at ? 'all' : 'burn',
    );
  }

  private takePolicy(record: LogRecord, horizon: Horizon, effects: Effects): Work | undefined {
    const policy = readPolicy(record.value);
    if (policy.number === null) {
      quarantine(record, effects, 'BAD_POLICY', 'a policy in the log kpi carries its number');
      return undefined;
    }
    if (!this.book.take({ number: policy.number, record: policy })) return undefined;
    effects.policy(policy.number, policy);
    this.terms = new KpiTerms(this.book.current());
    this.due = undefined;
    this.judgingAgain = true;
    return this.judgeAgain(record, horizon, effects);
  }

  private *judgeAgain(record: LogRecord, horizon: Horizon, effects: Effects): Work {
    yield* this.judgeAll(record, horizon, effects, () => 'all');
    this.judgingAgain = false;
  }

  private *judgeAll(
    record: LogRecord,
    horizon: Horizon,
    effects: Effects,
    lookAt: (partner: PartnerTally) => 'all' | 'burn',
  ): Work {
    for (const [n, partner] of this.partners.sorted().entries()) {
      if (!partner.hasSeen(record.offset)) this.judgeOne(partner, lookAt(partner), record, horizon, effects);
      if (n % SLICE === SLICE - 1) yield;
    }
    // Only now: whoever takes over in the middle of this must see that the time of the others has not come yet.
    this.at = horizon.at;
    this.due = undefined;
  }

  private judgeOne(
    partner: PartnerTally,
    look: 'all' | 'burn',
    record: LogRecord,
    horizon: Horizon,
    effects: Effects,
  ): void {
    if (look === 'all') {
      if (horizon.at > 0) partner.asOf = horizon.at;
      partner.prunePaces(this.terms.burns, horizon.at);
    }
    const spoke = this.judge(partner, look, false, 0, record, horizon, effects) > 0;
    // A slice that ends in silence changes nothing that a row holds.
    if (spoke || look === 'all') this.partners.touch(partner, record.offset);
  }

  /** 0 until the lane has heard what time it is. */
  nextDue(): number {
    if (this.due !== undefined) return this.due;
    if (this.at === 0) return 0;
    let due = Number.POSITIVE_INFINITY;
    for (const partner of this.partners.all()) due = Math.min(due, this.dueOf(partner));
    this.due = due;
    return due;
  }

  private dueOf(partner: PartnerTally): number {
    if (partner.asOf === null) return 0;
    return Math.min(this.terms.nextDay(partner.id, partner.asOf), nextBurn(partner, this.terms, this.at));
  }

  flush(sink: StateSink): Generator<void, void, void> {
    return this.partners.flush(sink);
  }

  resume(extent: Readonly<Record<string, unknown>>, policies: readonly NumberedPolicy[]): void {
    for (const policy of policies) this.book.take(policy);
    this.terms = new KpiTerms(this.book.current());
    this.at = typeof extent.at === 'number' ? extent.at : 0;
    this.due = undefined;
  }

  extent(): Record<string, unknown> {
    const policies = this.book.numbers();
    // A policy that is not through with the partners is taken again by whoever goes on from here.
    return { policies: this.judgingAgain ? policies.slice(0, -1) : policies, at: this.at };
  }

  restore(subject: string, offset: number, state: string): void {
    this.due = undefined;
    this.partners.restore(subject, offset, state);
  }

  /** Every row is open: a correction may come for any day. */
  away(): void {}

  isAway(): boolean {
    return false;
  }

  isNew(): void {}

  stored(): void {}

  /** The partner that deltas speak of; a new one is judged from the day on that it is there. */
  private partner(id: string, horizon: Horizon): PartnerTally {
    const partner = this.partners.of(id);
    if (partner.offset < 0 && partner.asOf === null && horizon.at > 0) {
      partner.asOf = horizon.at;
      if (this.due !== undefined) this.due = Math.min(this.due, this.dueOf(partner));
    }
    return partner;
  }
}

function quarantine(record: LogRecord, effects: Effects, code: string, reason: string): void {
  const { offset, appendTime, key, value } = record;
  effects.quarantine({ offset, appendTime, key, code, reason, bytes: value });
}
