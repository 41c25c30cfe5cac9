import type { LogRecord } from '@belfry/ingest/log';
import type { ClockSignal } from '@belfry/processor/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClockRow } from '../../processor/src/domain/clock/write/rows.ts';
import { FoldBench } from '../support/fold-bench.ts';
import { laneHistories } from '../support/lane-histories.ts';
import { LaneRecords, smallPack } from '../support/small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const SUBJECTS = ['order/1', 'order/2', 'order/3'];
const TYPES = ['order.opened', 'order.shipped', 'order.cancelled', 'order.created'];

/** A lane's history with everything that steers it: imports that hold and let go, policies that judge anew, ticks. */
const packOf = (minutes: number, applies: 'new' | 'open', names: readonly string[] = []) => {
  const pack = smallPack(minutes, { applies, fields: [...names] });
  const ladder = [{ name: 'half', at: { percent: 50 }, level: 'L1', role: '', responsibility: '' }];
  // Its calendar is to be told of some days after the beginning.
  const until = T0 + 92 * DAY + minutes * MINUTE;
  const calendar = { name: 'c', zone: 'UTC', offsets: [0, 0], spans: [0, 1], dayMinutes: 1, from: 0, until };
  const [all] = pack.promises[0]!.rows;
  // What is urgent by a field has half the time: a field that no policy may have named before this one.
  const urgent = names.map((field) => ({
    ...all!,
    name: field,
    when: { field, is: 'urgent' },
    target: { kind: 'elapsed' as const, ms: (minutes * MINUTE) / 2 },
  }));
  const promises = pack.promises.map((promise) => ({ ...promise, ladder, rows: [...urgent, all!] }));
  return { ...pack, calendars: { c: calendar }, promises };
};

const histories: fc.Arbitrary<LogRecord[]> = fc
  .array(
    fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          what: fc.constant('event' as const),
          subject: fc.constantFrom(...SUBJECTS),
          type: fc.constantFrom(...TYPES),
          place: fc.integer({ min: 0, max: 12 }),
          test: fc.constantFrom(undefined, undefined, undefined, true, false),
          importid: fc.constantFrom(undefined, undefined, 'i', 'j'),
          urgent: fc.subarray(['priority', 'segment']),
        }),
      },
      { weight: 3, arbitrary: fc.record({ what: fc.constant('tick' as const), lag: fc.integer({ min: 0, max: 20 }) }) },
      { weight: 1, arbitrary: fc.record({ what: fc.constant('days' as const), days: fc.integer({ min: 1, max: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ what: fc.constant('release' as const), id: fc.constantFrom('i', 'j') }) },
      {
        weight: 1,
        arbitrary: fc.record({
          what: fc.constant('policy' as const),
          minutes: fc.constantFrom(20, 40, 60),
          applies: fc.constantFrom('new' as const, 'open' as const),
          names: fc.subarray(['priority', 'segment']),
        }),
      },
    ),
    { minLength: 5, maxLength: 50, size: 'max' },
  )
  .map((steps) => {
    const lane = new LaneRecords();
    const records = [lane.policy(smallPack(30), T0)];
    let now = T0 + 60 * MINUTE;
    for (const step of steps) {
      now += 3 * MINUTE;
      if (step.what === 'days') now += step.days * DAY;
      else if (step.what === 'tick') records.push(lane.tick(now - step.lag * MINUTE, now));
      else if (step.what === 'release') records.push(lane.release(step.id, now));
      else if (step.what === 'policy') records.push(lane.policy(packOf(step.minutes, step.applies, step.names), now));
      else {
        const { subject, type, place, test: isTest, importid, urgent } = step;
        const time = T0 + place * 10 * MINUTE;
        const id = `${subject} ${type} ${place} ${String(isTest)} ${urgent.join()}`;
        const data = {
          ...(isTest !== undefined && { test: isTest }),
          ...Object.fromEntries(urgent.map((field) => [field, 'urgent'])),
        };
        records.push(lane.event(subject, type, time, now, { id, data, ...(importid && { importid }) }));
      }
    }
    return records;
  });

function whole(records: readonly LogRecord[]): FoldBench {
  const bench = new FoldBench();
  for (const record of records) bench.apply(record);
  bench.commit(records.length);
  return bench;
}

const byId = <Said extends { readonly id: string }>(said: readonly Said[]): Map<string, Said> =>
  new Map(said.map((signal) => [signal.id, signal]));

const byKey = (bench: FoldBench): Map<string, unknown> =>
  new Map(bench.deltas.map((delta) => [`${delta.offset} ${delta.subject} ${delta.bucket} ${delta.kpi}`, delta]));

const rowsOf = fc.constantFrom('of this release' as const, 'of an earlier release' as const);

/** Before which records there is time to read what recovery left unread. */
const readsAt = fc.array(fc.boolean(), { maxLength: 60 });

test('a lane that stops and goes on anywhere tells what one tells that never stops', () => {
  fc.assert(
    fc.property(histories, fc.array(fc.boolean(), { maxLength: 60 }), rowsOf, readsAt, (records, cuts, rows, reads) => {
      const expected = whole(records);
      const bench = new FoldBench();
      bench.rows = rows;
      for (const record of records) {
        if (reads[record.offset]) bench.fold.readOn();
        bench.apply(record);
        if (!cuts[record.offset]) continue;
        bench.commit(record.offset + 1);
        bench.restart();
      }
      bench.commit(records.length);
      expect(bench.signals).toEqual(expected.signals);
      expect(bench.notices).toEqual(expected.notices);
      expect(bench.fold.extent()).toEqual(expected.fold.extent());
      expect(bench.deltas).toEqual(expected.deltas);
      expect(bench.states).toEqual(expected.states);
      expect(bench.clocks).toEqual(expected.clocks);
    }),
    { numRuns: 400 },
  );
});

test.each([
  ['orders and their imports', histories],
  ['tickets and their pauses', laneHistories],
])(
  'a lane whose subjects rest after any record, or after each, tells what one tells in which all stay awake: %s',
  (_, of) => {
    // Behind which records all is stored, so that the open ones rest; undefined: behind each.
    const rests = fc.oneof(fc.constant(undefined), fc.array(fc.boolean(), { maxLength: 60 }));
    fc.assert(
      fc.property(of, rests, (records, restsAt) => {
        const expected = new FoldBench();
        const bench = new FoldBench();
        const dues: [FoldBench, number[]][] = [
          [expected, []],
          [bench, []],
        ];
        for (const record of records) {
          for (const [each, due] of dues) {
            each.apply(record);
            if (each === bench && (restsAt === undefined || restsAt[record.offset])) each.settle(record.offset + 1);
            due.push(each.fold.nextDue());
          }
        }
        expected.write();
        bench.write();
        expect(dues[1]![1]).toEqual(dues[0]![1]);
        expect(bench.signals).toEqual(expected.signals);
        expect(bench.notices).toEqual(expected.notices);
        expect(bench.deltas).toEqual(expected.deltas);
        expect(bench.quarantined).toEqual(expected.quarantined);
        expect(bench.fold.extent()).toEqual(expected.fold.extent());
        expect(bench.states).toEqual(expected.states);
        expect(bench.clocks).toEqual(expected.clocks);
      }),
      { numRuns: 200 },
    );
  },
);

test('a lane that goes on behind its state rows says the same again and nothing else', () => {
  fc.assert(
    fc.property(histories, fc.nat(60), fc.nat(60), rowsOf, readsAt, (records, a, b, rows, reads) => {
      const expected = whole(records);
      const position = 1 + (Math.min(a, b) % records.length);
      const killedAt = Math.max(position, 1 + (Math.max(a, b) % records.length));
      const bench = new FoldBench();
      bench.rows = rows;
      let extent = bench.fold.extent();
      let horizon = { at: 0, highestAppend: 0 };
      const mark = (): void => {
        extent = JSON.parse(JSON.stringify(bench.fold.extent()));
        horizon = { at: bench.horizon.at, highestAppend: bench.horizon.highestAppend };
      };
      for (const record of records.slice(0, killedAt)) {
        if (record.offset === position) {
          mark();
          bench.commit(position);
        }
        bench.apply(record);
      }
      if (killedAt === position) mark();
      bench.commit(position);
      bench.restart(extent);
      Object.assign(bench.horizon, horizon);
      for (const record of records.slice(position)) {
        if (reads[record.offset]) bench.fold.readOn();
        bench.apply(record);
      }
      bench.commit(records.length);
      expect(byId(bench.signals)).toEqual(byId(expected.signals));
      expect(byId(bench.notices)).toEqual(byId(expected.notices));
      expect(bench.fold.extent()).toEqual(expected.fold.extent());
      expect(byKey(bench)).toEqual(byKey(expected));
      expect(bench.states).toEqual(expected.states);
      expect(bench.clocks).toEqual(expected.clocks);
    }),
    { numRuns: 400 },
  );
});

test('open subjects are judged by every field that a policy names as if it had been named from the beginning', () => {
  fc.assert(
    fc.property(histories, (records) => {
      const bench = whole(records);
      // The same lane, but for a pack of nothing that names both fields before anything is told.
      const naming = records.map((record) => ({ ...record, offset: record.offset + 1 }));
      const foresight = new FoldBench();
      const all = smallPack(30, { pack: 'foresight', promises: [], kpis: [], fields: ['priority', 'segment'] });
      const value = { hash: 'foresight', number: null, source: '', compiled: all };
      foresight.apply(new LaneRecords().record('policy', '', value, T0));
      for (const record of naming) foresight.apply(record);
      foresight.commit(records.length + 1);
      expect(foresight.wished).toEqual([]);
      const said = ({ subject, kind, at, quiet, row }: ClockSignal) => ({ subject, kind, at, quiet, row });
      expect(bench.signals.map(said)).toEqual(foresight.signals.map(said));
      const stands = ({ state, due, row }: ClockRow) => ({ state, due, row });
      const rows = (of: FoldBench) => [...of.clocks].map(([key, row]) => [key, stands(row)]);
      expect(new Map(rows(bench) as [string, unknown][])).toEqual(new Map(rows(foresight) as [string, unknown][]));
    }),
    { numRuns: 400 },
  );
});

test('history that says nothing of a clock silences none: what rings is what rings without it', () => {
  fc.assert(
    fc.property(histories, (records) => {
      // Whoever is told of by history first would pin another policy: there is one.
      const [policy, ...rest] = records.filter(({ kind, offset }) => kind !== 'policy' || offset === 0);
      const isHistory = ({ value }: LogRecord): boolean => value.includes('"importid"');
      const mute = (record: LogRecord): LogRecord => {
        if (record.kind !== 'event' || !isHistory(record)) return record;
        const event = { ...(JSON.parse(record.value.toString()) as object), type: 'order.created', data: {} };
        return { ...record, value: Buffer.from(JSON.stringify({ ...event, id: `history ${record.offset}` })) };
      };
      const loud = (of: readonly LogRecord[]) => {
        const said = whole([policy!, ...of]).signals.filter(({ quiet }) => !quiet);
        return said.map(({ id, kind, subject, at, offset }) => ({ id, kind, subject, at, offset }));
      };
      const live = rest.filter((record) => record.kind !== 'event' || !isHistory(record));
      expect(loud(rest.map(mute))).toEqual(loud(live.filter(({ kind }) => kind !== 'release')));
    }),
    { numRuns: 400 },
  );
});

test('no signal has the name of another one, and deltas add up to what the clocks say', () => {
  fc.assert(
    fc.property(histories, (records) => {
      const bench = whole(records);
      expect(byId(bench.signals).size).toBe(bench.signals.length);
      expect(byId(bench.notices).size).toBe(bench.notices.length);
      const states = [...bench.clocks.values()].map(({ state }) => state);
      const met = states.filter((state) => state === 'met').length;
      const decided = met + states.filter((state) => state === 'breached').length;
      const sum = (pick: 'num' | 'den') => bench.deltas.reduce((total, delta) => total + delta[pick], 0);
      const hasTests = records.some(({ value }) => value.includes('"test":true'));
      if (!hasTests) expect([sum('num'), sum('den')]).toEqual([met, decided]);
      else expect(sum('den')).toBeLessThanOrEqual(decided);
    }),
    { numRuns: 400 },
  );
});
