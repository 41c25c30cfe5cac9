import type { ExplainedClock, ExplainedPolicy, ExplainedStep, SaidSignal } from '../../contract/index.ts';
import { balanceOf, calendarOf } from '../../domain/clock/explain/balance.ts';
import { cutLedger } from '../../domain/clock/explain/cut-ledger.ts';
import { sumUp } from '../../domain/clock/explain/sums.ts';
import type { Fact } from '../../domain/clock/facts/fact.ts';
import { type JudgedClock, unpausedAim } from '../../domain/clock/judge/judged-clock.ts';
import { ledgerOf } from '../../domain/clock/write/ledger.ts';
import type { ClockRow } from '../../domain/clock/write/rows.ts';
import type { CompiledPack, CompiledPromise, TargetRow } from '../../domain/policy/compiled.ts';
import { describeRow } from '../../domain/policy/describe/describe-promise.ts';
import { targetInWords } from '../../domain/policy/describe/in-words.ts';
import { calendarOfTarget, whyRow } from '../words/row-words.ts';

/** What is there to explain a clock with. */
export interface Around {
  readonly facts: readonly Fact[];
  /** Where a clock that runs is looked at, ms UTC. */
  readonly asOf: number;
  readonly said: readonly SaidSignal[];
  readonly pack: CompiledPack;
}

/** A clock that is judged, as its row has it, and why. */
export function explainClock(row: ClockRow, clock: JudgedClock, { facts, asOf, said, pack }: Around): ExplainedClock {
  const { rule, aim } = clock;
  const ledger = cutLedger(ledgerOf(clock, facts, asOf), calendarOf(clock));
  const sums = sumUp(ledger);
  return {
    ...common(row, rule.promise, pack, said),
    endedBy: clock.endedBy,
    target: {
      kind: aim.kind,
      words: targetInWords(clock.row.target),
      calendar: calendarOfTarget(clock.row.target),
    },
    row: rowOf(clock.row, rule.promise),
    ledger,
    sums,
    elapsed: sums.counted,
    ...balanceOf(clock, asOf),
    steps: aim.steps.map((at, n): ExplainedStep => {
      const { name, level, role, responsibility } = rule.promise.ladder[n]!;
      const comes = Number.isFinite(at);
      return {
        name,
        at: comes ? at : null,
        deferred: !comes && clock.end === 'running' && Number.isFinite(unpausedAim(clock)?.aim.steps[n]),
        level,
        role,
        responsibility,
        said: said.find((signal) => signal.step === name)?.id ?? null,
      };
    }),
  };
}

/** A clock of which only its row is left: evidence took it away, or its end was told without a beginning. */
export function explainRow(row: ClockRow, promise: CompiledPromise, { said, pack }: Around): ExplainedClock {
  const target = promise.rows.find(({ name }) => name === row.row);
  const ledger = cutLedger(row.ledger, undefined);
  const sums = sumUp(ledger);
  const words =
    row.state === 'pending'
      ? `${row.target}: its end was told, and nothing of which it could be the end`
      : 'taken away by later evidence: nothing was promised';
  return {
    ...common(row, promise, pack, said),
    endedBy: '',
    target: { kind: row.target, words, calendar: null },
    row:
      target === undefined
        ? {
            name: row.row,
            sentence: promise.title,
            why: '',
            provenance: '',
            team: row.team,
            action: '',
            urgent: false,
            penalty: '',
            consequence: '',
          }
        : rowOf(target, promise),
    ledger,
    sums,
    elapsed: sums.counted,
    remaining: null,
    overdue: 0,
    steps: [],
  };
}

type Common = Omit<
  ExplainedClock,
  'endedBy' | 'target' | 'row' | 'ledger' | 'sums' | 'elapsed' | 'remaining' | 'overdue' | 'steps'
>;

function common(row: ClockRow, promise: CompiledPromise, pack: CompiledPack, said: readonly SaidSignal[]): Common {
  const { cycle, state, open, start, due, stop, team, revision, quiet, policy } = row;
  const { id, title, kind, provenance } = promise;
  return {
    ...{ promise: id, title, kind, provenance, cycle, state, open, start, due, stop, team, revision, quiet },
    policy: versionOf(policy, pack),
    said,
  };
}

const versionOf = (number: number, { pack, title, effective }: CompiledPack): ExplainedPolicy => ({
  number,
  pack,
  title,
  effective,
});

function rowOf(row: TargetRow, promise: CompiledPromise): ExplainedClock['row'] {
  const { name, provenance, team, action, urgent, penalty = '', consequence = '' } = row;
  return {
    name,
    sentence: describeRow(promise, row),
    why: whyRow(row, promise.rows),
    provenance,
    team,
    action,
    urgent,
    penalty,
    consequence,
  };
}
