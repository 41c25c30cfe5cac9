import { expect, it } from 'vitest';
import { smallPack } from '../../../../test/support/small-pack.ts';
import type { Fact } from '../clock/facts/fact.ts';
import { judge } from '../clock/judge/judgement.ts';
import { asIfAlways } from './as-if-always.ts';
import { compare } from './compare.ts';
import { outcomeOf } from './outcome.ts';
import { Tally } from './tally.ts';

const NINE = Date.parse('2026-10-05T09:00:00Z');
const at = (clock: string): number => Date.parse(`2026-10-05T${clock}Z`);
const DAY = { from: Date.parse('2026-10-05T00:00:00Z'), to: Date.parse('2026-10-06T00:00:00Z') };
const LATER = DAY.to + 3_600_000;

const fact = (type: string, time: number, offset: number): Fact => ({ hash: offset, type, time, offset, data: {} });
const opened = fact('order.opened', NINE, 0);
const clocksUnder = (minutes: number, facts: readonly Fact[]) =>
  judge(facts, 'order', asIfAlways(smallPack(minutes), 1)).clocks;
const outcome = (facts: readonly Fact[], interval = DAY, horizon = LATER) =>
  outcomeOf(clocksUnder(30, facts)[0]!, interval, horizon);

it('says what came of a clock', () => {
  expect(outcome([opened, fact('order.shipped', at('09:30:00'), 1)])).toEqual({
    promise: 'test/ship',
    cycle: 1,
    verdict: 'met',
    due: at('09:30:00'),
    row: 'all',
    counted: true,
  });
  expect(outcome([opened, fact('order.shipped', at('09:30:00.001'), 1)]).verdict).toBe('breached');
  expect(outcome([opened, fact('order.cancelled', at('09:10:00'), 1)]).verdict).toBe('cancelled');
  expect(outcome([opened]).verdict).toBe('breached');
});

it('counts it where its deadline lies, wherever it ended', () => {
  const shipped = [opened, fact('order.shipped', at('09:10:00'), 1)];
  expect(outcome(shipped, { from: at('09:30:00'), to: at('10:00:00') }).counted).toBe(true);
  expect(outcome(shipped, { from: at('09:00:00'), to: at('09:30:00') }).counted).toBe(false);
});

it('says nothing of a deadline that its lane has not come to, or that lies behind the interval', () => {
  expect(outcome([opened], DAY, at('09:30:02')).verdict).toBe('undecided');
  expect(outcome([opened], DAY, at('09:30:02.001')).verdict).toBe('breached');
  expect(outcome([opened], { from: DAY.from, to: at('09:30:00') })).toMatchObject({ verdict: 'open', counted: false });
});

it('counts a row without a deadline where it ended', () => {
  const pack = smallPack(30);
  const [promise] = pack.promises;
  const without = { ...promise!, rows: [{ ...promise!.rows[0]!, target: { kind: 'none' } as const }] };
  const rules = asIfAlways({ ...pack, promises: [without] }, 1);
  const facts = [opened, fact('order.shipped', at('09:10:00'), 1)];
  expect(outcomeOf(judge(facts, 'order', rules).clocks[0]!, DAY, LATER)).toMatchObject({
    verdict: 'no-deadline',
    due: null,
    counted: true,
  });
  expect(outcomeOf(judge([opened], 'order', rules).clocks[0]!, DAY, LATER).counted).toBe(false);
});

it('rules from the beginning of history, whatever the effective date', () => {
  const late = smallPack(30, { effective: LATER });
  expect(judge([opened], 'order', asIfAlways(late, 1)).clocks).toHaveLength(1);
});

it('names the clocks that differ, and counts all of them', () => {
  const facts = [opened, fact('order.shipped', at('09:20:00'), 1)];
  const tally = new Tally();
  const twice = (before: number, after: number) =>
    compare(
      { partner: '__proto__', before: clocksUnder(before, facts), after: clocksUnder(after, facts) },
      DAY,
      LATER,
      tally,
    );
  expect(twice(30, 30)).toEqual([]);
  expect(twice(30, 10)).toMatchObject([
    { promise: 'test/ship', cycle: 1, before: { verdict: 'met' }, after: { verdict: 'breached' } },
  ]);
  // Its deadline leaves the day.
  expect(twice(30, 24 * 60)).toMatchObject([{ before: { counted: true }, after: { verdict: 'met', counted: false } }]);
  expect(tally.total.before).toMatchObject({ clocks: 3, met: 3, breached: 0 });
  expect(tally.total.after).toMatchObject({ clocks: 2, met: 1, breached: 1 });
  expect(JSON.stringify(tally.byPartner())).toContain('{"__proto__":{"before":{"clocks":3');
});
