import { encodeRelease, encodeTick } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import type { EvidenceEffect } from '../../contract/index.ts';
import { changesBetween, glanceAt } from '../../domain/clock/explain/changes.ts';
import type { Subject } from '../../domain/clock/subject.ts';
import type { ClockRow } from '../../domain/clock/write/rows.ts';
import { EventsFold } from '../../pipeline/events-fold.ts';
import { flushWhole } from '../../pipeline/flush-whole.ts';
import type { Effects, QuarantineRow } from '../../pipeline/fold.ts';
import { Horizon } from '../../pipeline/horizon.ts';
import { NO_EFFECTS } from '../../pipeline/no-effects.ts';
import type { Archive, ArchivedEvent, Taken, TakenPolicy, TakenRelease } from './read-archive.ts';

/** A subject as its lane has it, and what each record of it did. */
export interface JudgedAgain {
  /** undefined if nothing that was told of it could be judged. */
  readonly subject: Subject | undefined;
  /** Its rows in table `clocks`, those of clocks that are gone or never began too. */
  readonly rows: readonly ClockRow[];
  readonly steps: readonly Step[];
}

/** A record and the difference that it made. */
export interface Step {
  readonly cause: Cause;
  readonly fate: 'judged' | 'held' | 'repeated' | 'quarantined';
  /** Why it was quarantined. */
  readonly reason: string;
  readonly isOutOfOrder: boolean;
  readonly effects: readonly EvidenceEffect[];
}

export type Cause =
  | ({ readonly kind: 'event' } & ArchivedEvent)
  | ({ readonly kind: 'policy' } & TakenPolicy)
  | ({ readonly kind: 'release' } & TakenRelease);

type Replayed = Cause | ({ readonly kind: 'tick' } & Taken);

/**
 * Judges a subject again by the very fold that judged it: its events, the policies and releases that its lane took, each where
 * it stood in the lane, and those ticks that made it speak. Ticks that said nothing changed nothing, so they are not missed.
 * @param asOf only what the log had taken until then, with the horizon there; undefined for all that is stored.
 */
export function judgeAgain(archive: Archive, id: string, asOf: number | undefined): JudgedAgain | undefined {
  const bench = new Bench(id, archive.lane);
  const records = inOrder(archive).filter(({ appendTime }) => asOf === undefined || appendTime <= asOf);
  const first = records.findIndex(({ kind }) => kind === 'event');
  if (first < 0) return undefined;
  // What was taken before its first event made no difference but to the rules that it pins.
  bench.begin(records.slice(0, first));
  const steps: Step[] = [];
  for (const record of records.slice(first)) {
    const step = bench.apply(record);
    if (step !== undefined) steps.push(step);
  }
  if (asOf !== undefined) bench.passTimeUntil(asOf);
  return { subject: bench.subject(), rows: bench.rows(), steps };
}

function inOrder({ events, policies, releases, signals }: Archive): Replayed[] {
  const told: Cause[] = [
    ...events.map((event) => ({ kind: 'event' as const, ...event })),
    ...policies.map((policy) => ({ kind: 'policy' as const, ...policy })),
    ...releases.map((release) => ({ kind: 'release' as const, ...release })),
  ];
  const offsets = new Set(told.map(({ offset }) => offset));
  const ticks = new Map<number, Replayed>();
  for (const { offset, horizon } of signals) {
    // The log took the tick at its horizon or a moment later.
    if (!offsets.has(offset)) ticks.set(offset, { kind: 'tick', offset, appendTime: horizon, horizon });
  }
  return [...told, ...ticks.values()].sort((a, b) => a.offset - b.offset);
}

class Bench {
  private readonly id: string;
  private readonly lane: number;
  private readonly fold: EventsFold;
  private readonly horizon = new Horizon();
  /** All that was told of it so far. */
  private readonly events: LogRecord[] = [];
  private quarantined: QuarantineRow[] = [];
  private readonly effects: Effects = {
    ...NO_EFFECTS,
    quarantine: (row) => void this.quarantined.push(row),
  };

  constructor(id: string, lane: number) {
    this.id = id;
    this.lane = lane;
    this.fold = new EventsFold(lane);
  }

  begin(records: readonly Replayed[]): void {
    const policies = records.filter((record) => record.kind === 'policy');
    const releases = records.filter((record) => record.kind === 'release');
    this.fold.resume({ released: releases.map(({ importid }) => importid) }, policies);
  }

  subject(): Subject | undefined {
    return this.fold.subject(this.id);
  }

  apply(record: Replayed): Step | undefined {
    const before = this.subject();
    const [glance, facts, held, rules] = [glanceAt(before), before?.facts.length, before?.held.length, before?.rules];
    this.quarantined = [];
    this.horizon.at = Math.max(this.horizon.at, record.horizon);
    this.horizon.highestAppend = Math.max(this.horizon.highestAppend, record.appendTime);
    this.run(record);
    if (record.kind === 'event') this.events.push(this.recordOf(record));
    if (record.kind === 'tick') return undefined;

    const after = this.subject();
    const effects = changesBetween(glance, glanceAt(after));
    const isJudged = after !== undefined && after.facts.length > (facts ?? 0);
    if (record.kind !== 'event') {
      // Most of what a lane takes is nothing to most of its subjects.
      const concerns = record.kind === 'policy' ? after?.rules !== rules : isJudged || after?.held.length !== held;
      return concerns ? { ...step(record, 'judged', this.refusal()), effects } : undefined;
    }
    if (this.quarantined.length > 0) return step(record, 'quarantined', this.refusal());
    if (isJudged) {
      const isOutOfOrder = after.facts.at(-1)!.offset !== record.offset;
      return { ...step(record, 'judged', ''), isOutOfOrder, effects };
    }
    return step(record, (after?.held.length ?? 0) > (held ?? 0) ? 'held' : 'repeated', '');
  }

  /** Whatever is due until then has come, whether a tick has said so or not. */
  passTimeUntil(at: number): void {
    const offset = Number.MAX_SAFE_INTEGER;
    const { offset: last } = this.subject() ?? { offset: -1 };
    this.horizon.at = at;
    this.run({ kind: 'tick', offset, appendTime: at, horizon: at });
    const subject = this.subject();
    if (subject !== undefined) subject.offset = last;
  }

  rows(): ClockRow[] {
    const rows: ClockRow[] = [];
    flushWhole(this.fold, { clock: (row) => void rows.push(row), state: () => undefined });
    return rows;
  }

  private refusal(): string {
    const [refused] = this.quarantined;
    return refused === undefined ? '' : `${refused.code}: ${refused.reason}`;
  }

  private run(record: Replayed): void {
    const rest = this.fold.apply(this.recordOf(record), this.horizon, this.effects);
    if (rest === undefined) return;
    for (let turn = rest.next(); !turn.done; turn = rest.next()) {
      // A policy that names a field which no fact kept wants the events back: they are here.
      if (turn.value !== undefined) for (const event of this.events) turn.value.take(event);
    }
  }

  private recordOf(record: Replayed): LogRecord {
    const { kind, offset, appendTime } = record;
    const key = kind === 'event' ? this.id : '';
    return { partition: this.lane, offset, appendTime, kind, key, value: bytesOf(record) };
  }
}

const step = (cause: Cause, fate: Step['fate'], reason: string): Step => {
  return { cause, fate, reason, isOutOfOrder: false, effects: [] };
};

function bytesOf(record: Replayed): Buffer {
  switch (record.kind) {
    case 'event':
      return record.value;
    case 'policy':
      return Buffer.from(JSON.stringify({ ...record.record, number: record.number }));
    case 'release':
      return encodeRelease({ importid: record.importid });
    case 'tick':
      return encodeTick({ at: record.horizon, by: 'explain' });
  }
}
