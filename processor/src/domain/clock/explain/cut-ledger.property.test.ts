import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smallPack } from '../../../../../test/support/small-pack.ts';
import type { ExplainedSpan } from '../../../contract/index.ts';
import { indexCalendar } from '../../calendar/calendar-index.ts';
import { workingBetween } from '../../calendar/working-time.ts';
import type { CompiledPack, CompiledPromise } from '../../policy/compiled.ts';
import type { Fact } from '../facts/fact.ts';
import { judge } from '../judge/judgement.ts';
import { buildRuleset } from '../rules/ruleset.ts';
import { ledgerOf } from '../write/ledger.ts';
import { balanceOf } from './balance.ts';
import { cutLedger } from './cut-ledger.ts';
import { sumUp } from './sums.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const T0 = Date.UTC(2026, 0, 5);

/** A literal with a key `then` looks like something to await, to two linters at least. */
const GOES_ON = JSON.parse('{ "on": { "on": ["ticket.reopened"] }, "then": "continue" }') as NonNullable<
  CompiledPromise['reopen']
>;

/** Working time at random: spans of minutes, some of them touching midnight, over forty days. */
const calendars = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 700 })), { minLength: 40, maxLength: 80 })
  .map((pairs) => {
    const spans: number[] = [];
    let at = T0 / MINUTE;
    for (const [gap, length] of pairs) {
      spans.push(at + gap, at + gap + length);
      at += gap + length;
    }
    const last = { from: T0 - DAY, until: T0 + 100 * DAY };
    // Enough working time behind everything, so that no deadline lies beyond.
    spans.push(at + 1, last.until / MINUTE);
    return { name: 'office', zone: 'UTC', offsets: [0, 0], spans, dayMinutes: 540, ...last };
  });

const TYPES = ['ticket.message', 'ticket.status-changed', 'ticket.assigned', 'ticket.resolved', 'ticket.reopened'];
const told = fc.array(
  fc.record({
    type: fc.constantFrom(...TYPES),
    minute: fc.integer({ min: 0, max: 5000 }),
    to: fc.constantFrom('waiting', 'working'),
    team: fc.constantFrom('L1', 'L2'),
  }),
  { maxLength: 14 },
);

function packOf(office: CompiledPack['calendars'][string], hours: number, isWorking: boolean): CompiledPack {
  const small = smallPack(60);
  const promise: CompiledPromise = {
    ...small.promises[0]!,
    subject: 'ticket',
    start: { on: ['ticket.created'] },
    stop: { on: ['ticket.resolved'] },
    cancel: { on: ['ticket.deleted'] },
    reopen: GOES_ON,
    pauses: [{ name: 'waiting', holder: 'customer', while: { field: 'status', is: 'waiting' } }],
    stages: [{ name: 'second', from: { on: ['ticket.message'] } }],
    rows: [
      {
        ...small.promises[0]!.rows[0]!,
        target: isWorking
          ? { kind: 'working', calendar: 'office', ms: hours * 3_600_000 }
          : { kind: 'elapsed', ms: hours * 3_600_000 },
      },
    ],
  };
  return smallPack(60, { calendars: { office }, promises: [promise], kpis: [], fields: ['status'] });
}

const sum = (spans: readonly ExplainedSpan[], of: (span: ExplainedSpan) => number): number =>
  spans.reduce((total, span) => total + of(span), 0);

describe('a ledger that is cut at working hours', () => {
  test('has no gaps, and its parts sum to the whole exactly, on any calendar and with any pauses', () => {
    fc.assert(
      fc.property(
        calendars,
        told,
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 6000 }),
        (office, telling, hours, isWorking, asOfMinute) => {
          const facts: Fact[] = telling
            .map(({ type, minute, to, team }, n) => {
              const data = type === 'ticket.status-changed' ? { to } : type === 'ticket.assigned' ? { team } : {};
              return { hash: n, type, time: T0 + minute * MINUTE, offset: n + 1, data };
            })
            .sort((a, b) => a.time - b.time || a.offset - b.offset);
          facts.unshift({ hash: -1, type: 'ticket.created', time: T0, offset: 0, data: {} });
          const rules = buildRuleset([{ number: 0, pack: packOf(office, hours, isWorking) }]);
          const [clock] = judge(facts, 'ticket', rules).clocks;
          const asOf = Math.max(T0 + asOfMinute * MINUTE, facts.at(-1)!.time);
          const index = isWorking ? indexCalendar(office) : undefined;

          const whole = ledgerOf(clock!, facts, asOf);
          const cut = cutLedger(whole, index);
          const sums = sumUp(cut);

          let at = clock!.start;
          for (const span of cut) {
            expect(span.from).toBe(at);
            expect(span.to).toBeGreaterThan(span.from);
            at = span.to;
          }
          expect(at).toBe(Math.max(clock!.stop ?? asOf, clock!.start));
          expect(sums.whole).toBe(at - clock!.start);
          expect(sums.counted + sums.paused + sums.offHours + sums.stopped).toBe(sums.whole);
          for (const shares of [sums.byHolder, sums.byStage]) {
            expect(shares.reduce((total, share) => total + share.whole, 0)).toBe(sums.whole);
            expect(shares.reduce((total, share) => total + share.counted, 0)).toBe(sums.counted);
          }

          // Counting the whole spans says the same as counting their parts.
          const measured = whole
            .filter(({ counted }) => counted)
            .reduce((t, { from, to }) => t + (index === undefined ? to - from : workingBetween(index, from, to)), 0);
          expect(sum(cut, ({ counted }) => counted)).toBe(measured);

          const { remaining, overdue } = balanceOf(clock!, asOf);
          if (overdue === 0) expect(sums.counted + remaining!).toBe(hours * 3_600_000);
          else expect(sums.counted).toBeGreaterThanOrEqual(hours * 3_600_000);
        },
      ),
      { numRuns: 500 },
    );
  });
});
