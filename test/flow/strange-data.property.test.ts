import { EVENT_TYPES } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CompiledPack } from '../../processor/src/domain/policy/compiled.ts';
import { EventsFold } from '../../processor/src/pipeline/events-fold.ts';
import { flushWhole } from '../../processor/src/pipeline/flush-whole.ts';
import { Lane } from '../../processor/src/pipeline/lane.ts';
import { Outbox, StateRows } from '../../processor/src/pipeline/outbox.ts';
import { Publisher } from '../../processor/src/pipeline/publisher.ts';
import { createFakeWallClock } from '../support/fake-wall-clock.ts';
import { FoldBench } from '../support/fold-bench.ts';
import { LaneRecords, smallPack } from '../support/small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);

const pack: CompiledPack = (() => {
  const small = smallPack(60, { fields: ['category', 'promise.deliverBy', 'deep.er'] });
  const [ship] = small.promises;
  const row = ship!.rows[0]!;
  return {
    ...small,
    promises: [
      {
        ...ship!,
        rows: [
          { ...row, when: { field: 'deep.er', exists: true } },
          { ...row, name: 'other' },
        ],
      },
      {
        ...ship!,
        id: 'test/deliver',
        start: { on: ['order.created'], where: { not: { field: 'category', is: 'x' } } },
        rows: [{ ...row, target: { kind: 'until', field: 'promise.deliverBy' } }],
        ladder: [{ name: 'half', at: { percent: 50 }, level: '', role: '', responsibility: '' }],
      },
      {
        ...ship!,
        id: 'test/answer',
        subject: 'ticket',
        start: { on: ['ticket.created'] },
        stop: { on: ['ticket.closed'] },
      },
    ],
    kpis: [
      ...small.kpis,
      {
        ...small.kpis[0]!,
        id: 'test/tracked',
        population: { kind: 'reached', reached: { on: ['order.shipped'] } },
        counts: { kind: 'tracked' },
        cohort: { kind: 'first', on: ['order.shipped'] },
      },
    ],
  };
})();

const FIELDS = [
  'partner',
  'market',
  'salesChannel',
  'carrier',
  'test',
  'promise',
  'category',
  'deep',
  'field',
  'from',
  'to',
  'by',
  'shipment',
  'number',
  'url',
  'actor',
  'lines',
  'team',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
];
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('2026-01-05', '2026-01-05T10:00:00Z', '275760-09-13', '', '\u0000', '\ud800', 'x'.repeat(10_000)),
  fc.constantFrom(...FIELDS),
);
/** JSON text, so that `__proto__` is a field as JSON has it. */
const object = fc
  .array(fc.tuple(fc.constantFrom(...FIELDS), value), { maxLength: 8 })
  .map((fields) => `{${fields.map(([name, of]) => `${JSON.stringify(name)}:${JSON.stringify(of)}`).join(',')}}`);

const histories = fc
  .array(
    fc.record({
      subject: fc.constantFrom('order/1', 'order/2', 'ticket/1', 'order/__proto__'),
      type: fc.constantFrom(...EVENT_TYPES),
      place: fc.integer({ min: 0, max: 12 }),
      data: fc.oneof({ weight: 9, arbitrary: object }, { weight: 1, arbitrary: value.map((of) => JSON.stringify(of)) }),
      tick: fc.boolean(),
    }),
    { minLength: 1, maxLength: 30, size: 'max' },
  )
  .map((steps) => {
    const lane = new LaneRecords();
    const records: LogRecord[] = [lane.policy(pack, T0)];
    for (const [n, { subject, type, place, data, tick }] of steps.entries()) {
      const now = T0 + n * 600_000;
      if (tick) records.push(lane.tick(now));
      const time = new Date(T0 - 7_200_000 + place * 600_000).toISOString();
      const text = JSON.stringify({ specversion: '1.0', id: `${n}`, source: 's', type, subject, time, data: 0 });
      records.push(lane.record('event', subject, Buffer.from(text.replace(/0}$/, () => `${data}}`)), now));
    }
    return records;
  });

test('whatever data says, a lane goes on, and tells the same after a restart anywhere', () => {
  fc.assert(
    fc.property(histories, fc.array(fc.boolean(), { maxLength: 60 }), (records, cuts) => {
      const whole = new FoldBench();
      const cut = new FoldBench();
      for (const record of records) {
        whole.apply(record);
        cut.apply(record);
        if (!cuts[record.offset]) continue;
        cut.commit(record.offset + 1);
        cut.restart();
      }
      whole.commit(records.length);
      cut.commit(records.length);
      expect(whole.quarantined).toEqual([]);
      expect(cut.signals).toEqual(whole.signals);
      expect(cut.deltas).toEqual(whole.deltas);
      expect(cut.states).toEqual(whole.states);
      expect(cut.clocks).toEqual(whole.clocks);
    }),
    { numRuns: 300 },
  );
});

test('whatever data says, what it causes can be written down', () => {
  const fatal = (error: Error): void => {
    throw error;
  };
  fc.assert(
    fc.property(histories, (records) => {
      const outbox = new Outbox(1, new Publisher(undefined, createFakeWallClock(0), fatal));
      const lane = new Lane('events', 0, new EventsFold(0), outbox, { nextOffset: 0, highestAppend: 0, horizon: 0 });
      lane.enqueue(records, records.length);
      expect(lane.apply(() => false)).toBe('empty');
      outbox.seal();
      const state = new StateRows(1);
      flushWhole(lane.fold, state.sinkOf('events', 0));
      state.position(lane.position());
      expect(state.seal().positions).toBeDefined();
    }),
    { numRuns: 200 },
  );
});
