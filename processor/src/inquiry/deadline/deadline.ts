import type { DeadlineAnswer, DeadlineRow } from '../../contract/index.ts';
import { CalendarError } from '../../domain/calendar/errors.ts';
import { aim } from '../../domain/clock/judge/aim.ts';
import { isWorking } from '../../domain/clock/judge/judged-clock.ts';
import type { PromiseRule } from '../../domain/clock/rules/promise-rule.ts';
import type { NumberedPack } from '../../domain/clock/rules/ruleset.ts';
import type { CompiledPack, TargetRow } from '../../domain/policy/compiled.ts';
import { fieldAt } from '../../domain/policy/condition.ts';
import { describeRow } from '../../domain/policy/describe/describe-promise.ts';
import { conditionInWords, targetInWords } from '../../domain/policy/describe/in-words.ts';
import { RefusedError } from '../refusal.ts';
import { calendarOfTarget, rowCondition, whyRow } from '../words/row-words.ts';
import { couldHold } from './could-hold.ts';
import { exampleStarts } from './example-starts.ts';
import { ruleAt } from './rule-at.ts';
import { walkTo, workingDays } from './walk.ts';

export interface DeadlineQuestion {
  /** `oto/ticket-resolution`, or `oto` if the pack makes but one promise. */
  readonly promise: string;
  /** ms UTC. */
  readonly start: number;
  /** What is told of the subject, as far as it is. */
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * When a clock that starts then would be due under the version in force, and how that is reached: for the row that fits, or
 * for all that may fit as long as the data does not decide. Pure.
 * @param packs every version that was published.
 * @throws RefusedError when there is no such promise, no version for that start, or no calendar so far ahead.
 */
export function deadline(
  packs: readonly NumberedPack[],
  { promise: name, start, data }: DeadlineQuestion,
): DeadlineAnswer {
  const { rule, pack } = ruleAt(packs, name, start);
  const { promise } = rule;
  try {
    return {
      promise: promise.id,
      title: promise.title,
      subject: promise.subject,
      kind: promise.kind,
      provenance: promise.provenance,
      policy: { number: rule.policy, pack: pack.pack, title: pack.title, effective: pack.effective },
      start,
      zone: zoneOf(promise.rows, pack),
      appliesTo: promise.appliesTo === undefined ? '' : conditionInWords(promise.appliesTo),
      applies: promise.appliesTo === undefined ? true : couldHold(promise.appliesTo, data, rule.read),
      rows: fitting(rule, start, data).map(({ row, fits }) => rowAnswer(row, fits, rule, start, data)),
    };
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    throw new RefusedError(400, 'start', error.message, `Write ${error.instead}.`);
  }
}

/** In the order in which they are tried: the first that fits keeps all behind it from being reached. */
function fitting({ promise, read, calendars }: PromiseRule, start: number, data: DeadlineQuestion['data']) {
  const found: { readonly row: TargetRow; readonly fits: boolean }[] = [];
  for (const row of promise.rows) {
    if (row.starts !== undefined && isWorking(calendars.get(row.starts.calendar)!, start) !== row.starts.within)
      continue;
    const fits = row.when === undefined ? true : couldHold(row.when, data, read);
    if (fits === false) continue;
    found.push({ row, fits: fits === true });
    if (fits === true) break;
  }
  return found;
}

function rowAnswer(
  row: TargetRow,
  fits: boolean,
  rule: PromiseRule,
  start: number,
  data: DeadlineQuestion['data'],
): DeadlineRow {
  const { target } = row;
  const name = calendarOfTarget(target);
  const calendar = name === null ? undefined : rule.calendars.get(name);
  const { kind, due, steps } = aim(target, start, rule, data);
  const promised = target.kind === 'until' ? fieldAt(data, target.field) : undefined;
  const { team, action, urgent, provenance, penalty = '', consequence = '' } = row;
  return {
    row: {
      name: row.name,
      sentence: describeRow(rule.promise, row),
      why: fits ? whyRow(row, rule.promise.rows) : rowCondition(row),
      provenance,
      team,
      action,
      urgent,
      penalty,
      consequence,
    },
    fits,
    target: { kind, words: targetInWords(target), calendar: name },
    due,
    walk: due === null || target.kind === 'until' ? [] : walkTo(calendar, start, due),
    days: due === null || target.kind !== 'business-days' ? [] : workingDays(calendar!, start, due),
    promised: typeof promised === 'string' ? promised : null,
    steps: steps.map((at, n) => {
      const { name: step, level, role, responsibility } = rule.promise.ladder[n]!;
      return { name: step, at: Number.isFinite(at) ? at : null, level, role, responsibility };
    }),
    // A promised instant is the same whenever it starts.
    examples:
      target.kind === 'until' || due === null
        ? []
        : exampleStarts(calendar, start).map((at) => ({ start: at, due: aim(target, at, rule, data).due })),
  };
}

/** In which it is read best: the zone of the first calendar that its rows count on, or of any that the pack has. */
function zoneOf(rows: readonly TargetRow[], { calendars }: CompiledPack): string {
  for (const { target } of rows) {
    const name = calendarOfTarget(target);
    if (name !== null) return calendars[name]!.zone;
  }
  return Object.values(calendars)[0]?.zone ?? 'UTC';
}
