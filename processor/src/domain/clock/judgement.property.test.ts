import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Drawn, timelines } from '../../../../test/support/arbitrary-timelines.ts';
import { countBetween } from '../../../../test/support/oracles/clock/counting.ts';
import type { PaperPolicy, PaperRecord } from '../../../../test/support/oracles/clock/paper.ts';
import { fieldsNamed, paperPack } from '../../../../test/support/paper-pack.ts';
import type { Fact } from './facts/fact.ts';
import type { JudgedClock } from './judge/judged-clock.ts';
import { judge, type SubjectKind } from './judge/judgement.ts';
import { learn } from './learn.ts';
import { buildRuleset, type Ruleset } from './rules/ruleset.ts';
import { newSubject } from './subject.ts';
import { ledgerOf } from './write/ledger.ts';

/** The algebra of judging: what holds of any promise and any set of facts, whoever is told them in whatever order. */

const RUNS = 200;
/** A machine that does other things as well takes its time. */
const PATIENT = { timeout: 120_000 };

interface Case {
  readonly subject: string;
  readonly kind: SubjectKind;
  readonly rules: Ruleset;
  readonly policies: readonly PaperPolicy[];
  readonly facts: readonly Fact[];
}

/** The events of a timeline as facts, in the order of truth. Ticks and what was told twice play no part here. */
const cases = timelines.map(({ subject, timeline }): Case => {
  const policies = timeline.flatMap((record) => (record.what === 'policy' ? [record.policy] : []));
  const fields = policies.flatMap(fieldsNamed);
  const rules = buildRuleset(policies.map((policy, number) => ({ number, pack: paperPack(policy, fields) })));
  return { subject, kind: kindOf(subject), rules, policies, facts: factsOf(timeline) };
});

const kindOf = (subject: Drawn['subject']): SubjectKind => (subject.startsWith('order/') ? 'order' : 'ticket');

function factsOf(timeline: readonly PaperRecord[]): Fact[] {
  const facts = new Map<string, Fact>();
  timeline.forEach((record, offset) => {
    if (record.what !== 'event' || facts.has(record.id)) return;
    const { type, time, data } = record;
    facts.set(record.id, { hash: offset, type, time, offset, data });
  });
  return [...facts.values()].sort((a, b) => a.time - b.time || a.offset - b.offset);
}

/** What there is to compare of a clock: its rule by name, since a rule holds whole calendars. */
const plain = ({ rule, ...clock }: JudgedClock) => ({ ...clock, policy: rule.policy });

const clocksOf = ({ rules, kind }: Case, facts: readonly Fact[]): readonly JudgedClock[] =>
  judge(facts, kind, rules).clocks;

test('facts learnt in any order come to the judgement of the whole set', PATIENT, () => {
  fc.assert(
    fc.property(
      cases.chain((each) =>
        fc.tuple(fc.constant(each), fc.shuffledSubarray([...each.facts], { minLength: each.facts.length })),
      ),
      ([drawn, order]) => {
        const { rules, kind, facts } = drawn;
        const subject = newSubject(drawn.subject, kind, rules);
        for (const fact of order) learn(subject, [fact]);
        expect(subject.judgement.clocks.map(plain)).toEqual(clocksOf(drawn, facts).map(plain));
        expect(subject.judgement.standing.data).toEqual(judge(facts, kind, rules).standing.data);
      },
    ),
    { numRuns: RUNS },
  );
});

test('a ledger has no gaps and no overlaps, and its parts sum to the whole', PATIENT, () => {
  fc.assert(
    fc.property(cases, fc.nat(40), (drawn, minutes) => {
      const { facts } = drawn;
      for (const clock of clocksOf(drawn, facts)) {
        const end = clock.stop ?? Math.max(clock.start, facts.at(-1)!.time) + minutes * 60_000;
        const spans = ledgerOf(clock, facts, end);
        expect(ledgerOf(clock, facts, end, new Map())).toEqual(spans);
        if (end <= clock.start) {
          expect(spans).toEqual([]);
          continue;
        }
        expect([spans[0]!.from, spans.at(-1)!.to]).toEqual([clock.start, end]);
        for (const [n, { from, to }] of spans.entries()) {
          expect(to).toBeGreaterThan(from);
          if (n > 0) expect(from).toBe(spans[n - 1]!.to);
        }
        const sums = new Map<string, number>();
        for (const { from, to, holder, stage, counted } of spans) {
          const key = JSON.stringify([holder, stage, counted]);
          sums.set(key, (sums.get(key) ?? 0) + to - from);
        }
        expect([...sums.values()].reduce((a, b) => a + b, 0)).toBe(end - clock.start);
      }
    }),
    { numRuns: RUNS },
  );
});

test('what is counted until the deadline is the target, no more and no less: elapsed and remaining', PATIENT, () => {
  fc.assert(
    fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), (drawn, share) => {
      const { policies, facts } = drawn;
      for (const clock of clocksOf(drawn, facts)) {
        const { target } = clock.row;
        const { due } = clock.aim;
        if ((target.kind !== 'elapsed' && target.kind !== 'working') || due === null || clock.start < 0) continue;
        const isLasting = clock.pauses.some(({ to, from }) => to === null && from < due);
        if (isLasting) continue;
        const { calendars } = policies[clock.rule.policy]!;
        const calendar = target.kind === 'working' ? calendars[target.calendar] : undefined;
        const counted = (from: number, to: number): number =>
          ledgerOf({ ...clock, stop: due }, facts, null)
            .filter((span) => span.counted)
            .reduce((sum, span) => {
              const [a, b] = [Math.max(from, span.from), Math.min(to, span.to)];
              return a < b ? sum + countBetween(a, b, calendar) : sum;
            }, 0);
        const now = Math.round(clock.start + (due - clock.start) * share);
        expect(counted(clock.start, now) + counted(now, due)).toBe(target.ms);
        expect(counted(clock.start, due - 1)).toBe(target.ms - 1);
      }
    }),
    { numRuns: RUNS },
  );
});

test('an event that concerns nothing splits spans and changes no sum', PATIENT, () => {
  fc.assert(
    fc.property(cases, fc.array(fc.nat(400), { maxLength: 5 }), (drawn, places) => {
      const { facts } = drawn;
      if (facts.length === 0) return;
      const idle = places.map((place, n): Fact => {
        const time = facts[0]!.time + place * 60_000 + n;
        return { hash: 1000 + n, type: 'customer.notified', time, offset: 1000 + n, data: {} };
      });
      const more = [...facts, ...idle].sort((a, b) => a.time - b.time || a.offset - b.offset);
      expect(clocksOf(drawn, more).map(plain)).toEqual(clocksOf(drawn, facts).map(plain));
      const ledgers = (among: readonly Fact[]) => clocksOf(drawn, among).map((clock) => ledgerOf(clock, among, null));
      expect(ledgers(more)).toEqual(ledgers(facts));
    }),
    { numRuns: RUNS },
  );
});

const STOPS = ['ticket.resolved', 'ticket.closed', 'order.delivered', 'order.returned'];

/** Promises of one row and one cycle: elsewhere an earlier stop may find another row, or another event that it lets through. */
const simple = timelines.map(({ subject, timeline }): Case => {
  const [first] = timeline.flatMap((record) => (record.what === 'policy' ? [record.policy] : []));
  const promises = first!.promises.map(({ restart: _, reopen: __, rows, ...promise }) => {
    const { when: ___, starts: ____, ...row } = rows[0]!;
    return { ...promise, cycles: 'once' as const, stop: { on: STOPS }, rows: [row] };
  });
  const policy = { ...first!, promises };
  const rules = buildRuleset([{ number: 0, pack: paperPack(policy) }]);
  return { subject, kind: kindOf(subject), rules, policies: [policy], facts: factsOf(timeline) };
});

test('a stop that comes earlier breaks no promise that was kept', PATIENT, () => {
  fc.assert(
    fc.property(simple, fc.double({ min: 0, max: 1, noNaN: true }), (drawn, share) => {
      const { facts } = drawn;
      const isKept = ({ end, stop, aim: { due } }: JudgedClock) => end === 'stopped' && (due === null || stop! <= due);
      for (const clock of clocksOf(drawn, facts).filter(isKept)) {
        const { start, stop, endedBy, key, row } = clock;
        // A promised instant may be moved between an earlier stop and this one.
        if (stop! <= start || row.target.kind === 'until') continue;
        const ending = facts.find(({ type, time }) => type === endedBy && time === stop)!;
        const time = Math.round(start + (stop! - start) * share);
        const moved = facts.map((fact) => (fact === ending ? { ...fact, time } : fact));
        moved.sort((a, b) => a.time - b.time || a.offset - b.offset);
        const now = clocksOf(drawn, moved).find((each) => each.key === key);
        expect(now === undefined ? undefined : isKept(now)).toBe(true);
      }
    }),
    { numRuns: RUNS },
  );
});
