import { describe, expect, test } from 'vitest';
import { FoldBench } from '../../../test/support/fold-bench.ts';
import { LaneRecords, smallPack } from '../../../test/support/small-pack.ts';
import type { CompiledPack, TargetRow } from '../domain/policy/compiled.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

/** Ship within the hour; what is urgent within ten minutes. */
function urgentPack(applies: 'new' | 'open', over: Partial<CompiledPack> = {}): CompiledPack {
  const pack = smallPack(60, { applies, fields: ['priority'], ...over });
  const [all] = pack.promises[0]!.rows;
  const urgent: TargetRow = {
    ...all!,
    name: 'urgent',
    when: { field: 'priority', is: 'urgent' },
    target: { kind: 'elapsed', ms: 10 * MINUTE },
  };
  return { ...pack, promises: pack.promises.map((promise) => ({ ...promise, rows: [urgent, all!] })) };
}

const urgent = { data: { priority: 'urgent' } };
const dueOf = (bench: FoldBench, subject: string) => bench.clocks.get(`${subject} test/ship 1`)?.due;

describe('a policy for open subjects that names a field which no policy named before', () => {
  test('judges them by that field, as what was told says, even what was told before the policy', () => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy(smallPack(60), T0));
    bench.apply(records.event('order/1', 'order.opened', T0, T0, urgent));
    bench.apply(records.event('order/2', 'order.opened', T0));
    bench.apply(records.policy(urgentPack('open'), T0 + MINUTE));
    bench.commit(4);
    expect(bench.wished).toEqual(['order/1', 'order/2']);
    expect([dueOf(bench, 'order/1'), dueOf(bench, 'order/2')]).toEqual([T0 + 10 * MINUTE, T0 + 60 * MINUTE]);
    // What it keeps now is stored with it.
    bench.restart();
    bench.apply(records.event('order/1', 'order.accepted', T0 + MINUTE));
    bench.commit(5);
    expect(dueOf(bench, 'order/1')).toBe(T0 + 10 * MINUTE);
  });

  test('is no such policy for who was first told of since one for new subjects named the field', () => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy(smallPack(60), T0));
    bench.apply(records.event('order/1', 'order.opened', T0, T0, urgent));
    bench.apply(records.policy(urgentPack('new'), T0 + MINUTE));
    bench.apply(records.event('order/2', 'order.opened', T0 + MINUTE, T0 + MINUTE, urgent));
    expect(bench.wished).toEqual([]);
    bench.apply(records.policy(urgentPack('open', { title: 'Again' }), T0 + 2 * MINUTE));
    bench.apply(records.policy(urgentPack('open', { title: 'And again' }), T0 + 3 * MINUTE));
    bench.commit(6);
    // The older one lacks what the version in between named, although the last one names nothing new.
    expect(bench.wished).toEqual(['order/1']);
    expect([dueOf(bench, 'order/1'), dueOf(bench, 'order/2')]).toEqual([T0 + 10 * MINUTE, T0 + 11 * MINUTE]);
  });

  test('leaves the closed alone; one that is told of again keeps the rules that it pins', () => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy(smallPack(60), T0));
    bench.apply(records.event('order/1', 'order.opened', T0, T0, urgent));
    bench.apply(records.event('order/1', 'order.shipped', T0 + 20 * MINUTE));
    bench.commit(3);
    expect(bench.fold.isAway('order/1')).toBe(true);
    bench.apply(records.policy(urgentPack('open'), T0 + 21 * MINUTE));
    bench.apply(records.event('order/1', 'order.accepted', T0 + 22 * MINUTE));
    bench.commit(5);
    expect([bench.wished, bench.signals, dueOf(bench, 'order/1')]).toEqual([[], [], T0 + 60 * MINUTE]);
  });

  test('finds it in history that waits for its release, too', () => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy(smallPack(60), T0));
    bench.apply(records.event('order/1', 'order.opened', T0, T0, { ...urgent, importid: 'i' }));
    bench.apply(records.policy(urgentPack('open'), T0 + MINUTE));
    bench.commit(3);
    bench.restart();
    bench.apply(records.release('i', T0 + 2 * MINUTE));
    bench.commit(4);
    expect([bench.wished, dueOf(bench, 'order/1')]).toEqual([['order/1'], T0 + 10 * MINUTE]);
  });

  test('changes nothing but what is kept of one whose deadline it cannot work out', () => {
    const calendar = { name: 'c', zone: 'UTC', offsets: [0, 0], spans: [0, 1], dayMinutes: 1, from: 0, until: MINUTE };
    const pack = urgentPack('open', { calendars: { c: calendar } });
    const [first, all] = pack.promises[0]!.rows;
    const beyond = { ...first!, target: { kind: 'working' as const, calendar: 'c', ms: MINUTE } };
    const cannot = { ...pack, promises: pack.promises.map((promise) => ({ ...promise, rows: [beyond, all!] })) };
    const run = (restarts: boolean): FoldBench => {
      const records = new LaneRecords();
      const bench = new FoldBench();
      const go = (record: ReturnType<LaneRecords['tick']>): void => {
        bench.apply(record);
        if (!restarts) return;
        bench.commit(record.offset + 1);
        bench.restart();
      };
      go(records.policy(smallPack(60), T0));
      go(records.event('order/1', 'order.opened', T0, T0, urgent));
      go(records.policy(cannot, T0 + MINUTE));
      go(records.event('order/1', 'order.accepted', T0 + 2 * MINUTE));
      bench.commit(4);
      return bench;
    };
    expect(dueOf(run(false), 'order/1')).toBe(T0 + 60 * MINUTE);
    expect(run(true).states).toEqual(run(false).states);
  });

  test('that a lane dies over, while it waits for the archive or behind it, is taken again from the beginning', () => {
    const told = (dies: 'never' | 'before' | 'behind'): FoldBench => {
      const records = new LaneRecords();
      const bench = new FoldBench();
      bench.apply(records.policy(smallPack(60), T0));
      for (let n = 0; n < 1500; n++) bench.apply(records.event(`order/${n}`, 'order.opened', T0, T0, urgent));
      const policy = records.policy(urgentPack('open'), T0 + MINUTE);
      if (dies !== 'never') {
        const rest = bench.begin(policy)!;
        let wishes = 0;
        // The second thousand is wished for behind the judgement of the first.
        while (wishes < (dies === 'before' ? 1 : 2)) {
          const { value } = rest.next();
          if (value === undefined) continue;
          wishes++;
          if (wishes === 1 && dies === 'behind') bench.fulfil(value);
        }
        bench.commit(policy.offset);
        bench.restart();
      }
      bench.apply(policy);
      bench.apply(records.tick(T0 + 11 * MINUTE));
      bench.commit(policy.offset + 2);
      return bench;
    };
    const whole = told('never');
    expect(whole.signals).toHaveLength(1500);
    for (const dies of ['before', 'behind'] as const) {
      const bench = told(dies);
      expect(bench.states).toEqual(whole.states);
      expect(bench.clocks).toEqual(whole.clocks);
      expect(bench.signals).toEqual(whole.signals);
    }
  });

  test('is refused by a lane whose archive has lost an event: judging without it would be judging something else', () => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy(smallPack(60), T0));
    bench.apply(records.event('order/1', 'order.opened', T0, T0, urgent));
    const rest = bench.begin(records.policy(urgentPack('open'), T0 + MINUTE))!;
    rest.next();
    expect(() => rest.next()).toThrow('order/1 at offset 1 is not in table events');
  });
});
