import type { LogRecord } from '../../../../ingest/src/log/event-log.ts';
import { isNotice } from '../../../../processor/src/contract/index.ts';
import type { ClockRow } from '../../../../processor/src/domain/clock/write/rows.ts';
import type { CompiledPack, CompiledPromise, TargetRow } from '../../../../processor/src/domain/policy/compiled.ts';
import { Horizon } from '../../../../processor/src/pipeline/horizon.ts';
import { Outbox, StateRows } from '../../../../processor/src/pipeline/outbox.ts';
import type { Publisher } from '../../../../processor/src/pipeline/publisher.ts';
import type { Rating } from '../../../../processor/src/pipeline/rating.ts';
import { readPolicy } from '../../../../processor/src/pipeline/read-policy.ts';
import type { Sql } from '../../../../sql/src/sql.ts';
import { FoldBench } from '../../../support/fold-bench.ts';
import { LaneRecords, smallPack } from '../../../support/small-pack.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Thursday, midnight UTC. */
export const BEGIN = Date.UTC(2026, 0, 1);
export const OPENS = 9 * HOUR;
export const CLOSES = 17 * HOUR;
export const isWorkingDay = (day: number): boolean => ![0, 6].includes(new Date(day).getUTCDay());

const row = (name: string, team: string, target: TargetRow['target'], category?: string): TargetRow => ({
  ...{ name, team, target, action: '', urgent: false, provenance: '' },
  ...(category !== undefined && { when: { field: 'category', is: category } }),
});
const step = (name: string, level: string, at: CompiledPromise['ladder'][number]['at']) => {
  return { name, level, at, role: level, responsibility: '' };
};

/** Orders that are shipped round the clock, tickets that are answered in working hours, rows without a deadline, three ladders. */
function pack(): CompiledPack {
  const base = smallPack(60);
  const days = Array.from({ length: 120 }, (_, n) => BEGIN - 30 * DAY + n * DAY).filter(isWorkingDay);
  const spans = days.flatMap((day) => [(day + OPENS) / MINUTE, (day + CLOSES) / MINUTE]);
  const ship: CompiledPromise = {
    ...base.promises[0]!,
    rows: [row('all', 'Floor', { kind: 'elapsed', ms: 3 * HOUR })],
    ladder: [
      step('now', 'picker', { start: 0 }),
      step('lead', 'lead', { start: HOUR }),
      step('late', 'manager', { after: HOUR }),
      step('later', 'lead', { after: 5 * HOUR }),
    ],
  };
  const answer: CompiledPromise = {
    ...ship,
    id: 'test/answer',
    title: 'Answer',
    subject: 'ticket',
    kind: 'internal',
    start: { on: ['ticket.created'] },
    stop: { on: ['ticket.resolved', 'ticket.closed'] },
    cancel: { on: ['ticket.deleted'] },
    reopen: { on: { on: ['ticket.reopened'] }, then: 'new-cycle' },
    pauses: [{ name: 'customer', holder: 'customer', while: { field: 'waitingOn', is: 'customer' } }],
    rows: [
      row('a', 'L1', { kind: 'working', calendar: 'desk', ms: 2 * HOUR }, 'a'),
      row('b', 'L2', { kind: 'business-days', calendar: 'desk', days: 1, reading: 'hours' }, 'b'),
      row('c', '', { kind: 'not-set' }, 'c'),
    ],
    ladder: [step('second', 'L3', { start: HOUR, calendar: 'desk' }), step('last', '=head', { after: 2 * HOUR })],
  };
  const follow: CompiledPromise = {
    ...answer,
    id: 'test/follow-up',
    stop: { on: ['ticket.resolved'] },
    reopen: { on: { on: ['ticket.reopened'] }, then: 'continue' },
    kind: 'contractual',
    ladder: [step('soon', 'L3', { start: 2 * HOUR }), step('late', '=head', { start: 8 * HOUR })],
    rows: [row('all', 'Care', { kind: 'elapsed', ms: 20 * HOUR })],
  };
  return {
    ...base,
    calendars: {
      desk: {
        ...{ name: 'desk', zone: 'UTC', offsets: [0, 0], spans, dayMinutes: 480 },
        ...{ from: BEGIN - 30 * DAY, until: BEGIN + 90 * DAY },
      },
    },
    promises: [ship, answer, follow],
    kpis: [],
    fields: ['category', 'waitingOn'],
  };
}

/** Numbers that look random and are the same for the same seed. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface World {
  readonly clocks: readonly ClockRow[];
  readonly signals: FoldBench['signals'];
  readonly ratings: readonly Rating[];
  /** The end of what was told. */
  readonly now: number;
}

/** A fortnight of a lane: events out of order, late evidence, a held import, test orders; what came of them goes to the tables. */
export async function liveThrough(sql: Sql, generation: number, seed: number): Promise<World> {
  const next = numbersFrom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!;
  const records = new LaneRecords();
  const bench = new FoldBench();
  const policy = records.policy(pack(), BEGIN);
  bench.apply(policy);

  const told: { at: number; make: () => LogRecord }[] = [];
  const tell = (subject: string, type: string, time: number, data: Record<string, unknown>, over = {}): void => {
    // Most are told at once, some hours late: those take steps and breaches back.
    const at = time + (next() < 0.25 ? Math.floor(next() * 9 * HOUR) : 0);
    told.push({ at, make: () => records.event(subject, type, time, at, { data, ...over }) });
  };
  for (let n = 0; n < 160; n++) {
    const isOrder = next() < 0.5;
    const subject = `${isOrder ? 'order' : 'ticket'}/${n}`;
    const whose = { partner: pick(['p1', 'p2', 'p3']), category: pick(['a', 'b', 'c', 'd']) };
    const data = { ...whose, ...(next() < 0.1 && { test: true }) };
    const over = next() < 0.15 ? { importid: 'history' } : {};
    const start = BEGIN + Math.floor(next() * 12 * DAY);
    const later = (hours: number): number => start + Math.floor(next() * hours * HOUR);
    tell(subject, isOrder ? 'order.opened' : 'ticket.created', start, data, over);
    const stop = later(12);
    if (next() < 0.8) tell(subject, isOrder ? 'order.shipped' : 'ticket.resolved', stop, {}, over);
    if (next() < 0.15) tell(subject, isOrder ? 'order.cancelled' : 'ticket.deleted', later(20), {}, over);
    if (!isOrder && next() < 0.4) {
      const waits = later(6);
      tell(subject, 'ticket.status-changed', waits, { to: 'waiting', waitingOn: 'customer' }, over);
      tell(
        subject,
        'ticket.status-changed',
        waits + Math.floor(next() * 9 * HOUR),
        { to: 'open', waitingOn: 'none' },
        over,
      );
    }
    if (!isOrder && next() < 0.3) tell(subject, 'ticket.closed', later(12), {}, over);
    if (!isOrder && next() < 0.4) {
      const again = stop + Math.floor(next() * 30 * HOUR);
      tell(subject, 'ticket.reopened', again, {}, over);
      if (next() < 0.6) tell(subject, 'ticket.resolved', again + Math.floor(next() * 9 * HOUR), {}, over);
    }
    for (let rated = 0; rated < 2 && next() < 0.5; rated++) {
      const score = { score: pick([1, 2.5, 4, 5, 9]), ...(next() < 0.3 && { scale: 10 }) };
      tell(subject, isOrder ? 'order.rated' : 'ticket.rated', later(60), score, over);
    }
  }
  for (let at = BEGIN; at < BEGIN + 14 * DAY; at += 20 * MINUTE) told.push({ at, make: () => records.tick(at) });
  told.push({ at: BEGIN + 10 * DAY, make: () => records.release('history', BEGIN + 10 * DAY) });
  told.sort((a, b) => a.at - b.at);
  for (const { make } of told) bench.apply(make());
  bench.write();

  const silent = { signal: () => undefined } as unknown as Publisher;
  const outbox = new Outbox(generation, silent);
  const source = { log: 'events' as const, lane: 0, horizon: new Horizon(), offset: 0, appendTime: BEGIN };
  const effects = outbox.effectsOf(source);
  effects.policy(policy.offset, readPolicy(policy.value));
  for (const signal of bench.signals) if (!isNotice(signal)) effects.signal(signal);
  for (const rating of bench.ratings) effects.rating(rating);
  const state = new StateRows(generation);
  const sink = state.sinkOf('events', 0);
  for (const clock of bench.clocks.values()) sink.clock(clock, { team: '', assignee: '' });
  for (const sealed of [...outbox.seal(), state.seal().clocks]) {
    if (sealed !== undefined) await sql.insert(sealed.table, sealed.columns, sealed.bytes);
  }
  return {
    clocks: [...bench.clocks.values()],
    signals: bench.signals,
    ratings: bench.ratings,
    now: BEGIN + 14 * DAY,
  };
}
