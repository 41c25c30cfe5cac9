import type { LogRecord } from '@belfry/ingest/log';
import fc from 'fast-check';
import type { CompiledPack } from '../../processor/src/domain/policy/compiled.ts';
import { parsePack } from '../../processor/src/domain/policy/parse-pack.ts';
import { LaneRecords } from './small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
export const SUBJECTS = ['ticket/1', 'ticket/2', 'ticket/3'];

/** Names a field that no policy before it named: what was told of it must come from the archive. */
const GOLD = '\n      - { name: gold, when: { plan: gold }, target: 5 minutes }';

/** Promises that do everything a clock can: pause, go on, begin again, change their row, climb a ladder, count working time. */
const packOf = (minutes: number, applies: 'new' | 'open'): CompiledPack => {
  const yaml = `
pack: desk
title: Desk
description: For tests.
effective: 2026-01-01
applies: ${applies}
calendars:
  office:
    zone: Asia/Riyadh
    hours: { monday: "12:00-12:40, 13:00-14:00", tuesday to friday: 09:00-18:00 }
promises:
  resolve:
    title: Resolve
    subject: ticket
    kind: contractual
    start: ticket.created
    stop: ticket.resolved
    cancel: ticket.deleted
    reopen: { on: ticket.reopened, then: ${minutes > 30 ? 'continue' : 'new cycle'} }
    counting: { hours: ${minutes === 40 ? 'office' : 'round the clock'} }
    pause: [{ name: waiting, holder: customer, while: { status: waiting } }]
    provenance: Nowhere
    ladder:
      - { name: half, at: 50 %, level: L1, role: team, responsibility: Look. }
      - { name: lead, at: 10 minutes after, level: L2, role: lead, responsibility: Act. }
    targets:
      - { name: urgent, when: { priority: P1 }, target: ${minutes} minutes }${minutes === 60 ? GOLD : ''}
      - { name: rest, target: ${minutes * 2} minutes }
  answer:
    title: Answer
    subject: ticket
    kind: internal
    start: ticket.message
    stop: ticket.status-changed
    cycles: every start
    provenance: Nowhere
    targets: [{ name: all, target: ${minutes} minutes }]
`;
  const parsed = parsePack(yaml, 'desk.yaml', T0);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  // A few weeks are enough: each lane of each run reads and indexes them.
  const office = parsed.compiled.calendars.office!;
  const [from, until] = [T0 - 7 * DAY, T0 + 28 * DAY];
  const spans = office.spans.filter((minute) => minute * MINUTE >= from && minute * MINUTE <= until);
  return { ...parsed.compiled, calendars: { office: { ...office, from, until, spans } } };
};

/** Reading a pack takes milliseconds, and a run needs thousands of them. */
const packs = new Map<string, CompiledPack>();
function pack(minutes: number, applies: 'new' | 'open'): CompiledPack {
  const key = `${minutes} ${applies}`;
  const known = packs.get(key) ?? packOf(minutes, applies);
  packs.set(key, known);
  return known;
}

const TYPES = [
  ['ticket.created', {}],
  ['ticket.created', { priority: 'P1' }],
  ['ticket.created', { plan: 'gold' }],
  ['ticket.classified', { field: 'priority', from: 'P2', to: 'P1' }],
  ['ticket.status-changed', { from: 'open', to: 'waiting' }],
  ['ticket.status-changed', { from: 'waiting', to: 'open' }],
  ['ticket.message', {}],
  ['ticket.assigned', { team: 'L2' }],
  ['ticket.resolved', {}],
  ['ticket.reopened', {}],
  ['ticket.deleted', {}],
  ['ticket.assigned', { test: true }],
] as const;

/** A lane's history with everything that steers it: imports that hold and let go, policies that judge anew, ticks. */
export const laneHistories: fc.Arbitrary<LogRecord[]> = fc
  .array(
    fc.oneof(
      {
        weight: 10,
        arbitrary: fc.record({
          what: fc.constant('event' as const),
          subject: fc.constantFrom(...SUBJECTS),
          // Tests are rare: nothing is promised to them any more.
          type: fc.oneof(
            { weight: 20, arbitrary: fc.integer({ min: 0, max: TYPES.length - 2 }) },
            { weight: 1, arbitrary: fc.constant(TYPES.length - 1) },
          ),
          place: fc.integer({ min: 0, max: 25 }),
          importid: fc.constantFrom(undefined, undefined, undefined, 'i', 'j'),
        }),
      },
      { weight: 4, arbitrary: fc.record({ what: fc.constant('tick' as const), lag: fc.integer({ min: 0, max: 20 }) }) },
      { weight: 1, arbitrary: fc.record({ what: fc.constant('release' as const), id: fc.constantFrom('i', 'j') }) },
      {
        weight: 1,
        arbitrary: fc.record({
          what: fc.constant('policy' as const),
          minutes: fc.constantFrom(20, 40, 60),
          applies: fc.constantFrom('new' as const, 'open' as const),
        }),
      },
    ),
    { minLength: 5, maxLength: 50, size: 'max' },
  )
  .map((steps) => {
    const lane = new LaneRecords();
    const records = [lane.policy(pack(30, 'new'), T0)];
    let now = T0 + 60 * MINUTE;
    for (const step of steps) {
      now += 3 * MINUTE;
      if (step.what === 'tick') records.push(lane.tick(now - step.lag * MINUTE, now));
      else if (step.what === 'release') records.push(lane.release(step.id, now));
      else if (step.what === 'policy') records.push(lane.policy(pack(step.minutes, step.applies), now));
      else {
        const { subject, type, place, importid } = step;
        const time = T0 + place * 7 * MINUTE;
        const [name, data] = TYPES[type]!;
        const id = `${subject} ${type} ${place}`;
        records.push(lane.event(subject, name, time, now, { id, data, ...(importid && { importid }) }));
      }
    }
    return records;
  });
