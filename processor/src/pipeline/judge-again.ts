import type { LogRecord } from '@belfry/ingest/log';
import type { JudgedClock } from '../domain/clock/judge/judged-clock.ts';
import type { Ruleset } from '../domain/clock/rules/ruleset.ts';
import type { Subject } from '../domain/clock/subject.ts';
import { Completion, isComplete } from './completion.ts';
import type { Effects, Work } from './fold.ts';
import { learnOrQuarantine } from './learn-or-quarantine.ts';
import type { Residents } from './residents.ts';
import { Roll } from './roll.ts';

/** So many subjects are awake and in hand at once, and so many subjects' events are asked for. */
const AT_ONCE = 1000;
/** After so many subjects the event loop may breathe. */
const SLICE = 256;

export interface JudgeAgain {
  readonly residents: Residents;
  /** What judges them from now on. */
  readonly rules: Ruleset;
  readonly record: LogRecord;
  readonly effects: Effects;
  readonly tell: (subject: Subject, vanished: readonly JudgedClock[]) => void;
  /** A subject has changed without anything to tell. */
  readonly touch: (subject: Subject) => void;
}

/**
 * Judges the open subjects under the policy that was taken, in the order of their names, completing their facts first if it
 * names fields they lack. Some at a time: what has been judged may be stored and rest while the others wait.
 */
export function* judgeAgain(work: JudgeAgain): Work {
  const { residents, rules } = work;
  const roll = yield* Roll.of(openSlots(residents), residents);
  for (;;) {
    const some = yield* nextOf(roll, work);
    if (some.length === 0) return;
    const lacking = some.filter((subject) => !isComplete(subject, rules.keeps));
    if (lacking.length > 0) {
      const completion = new Completion(lacking, rules.keeps);
      yield completion;
      completion.check();
    }
    for (const [n, subject] of some.entries()) {
      judgeOne(subject, work);
      if (n % SLICE === SLICE - 1) yield;
    }
    residents.letGo();
  }
}

function* openSlots(residents: Residents): Generator<number> {
  for (let slot = 0; slot < residents.end; slot++) if (residents.isOpenAt(slot)) yield slot;
}

/** The next ones, awake, who stay awake until they are let go; none when the roll has come to its end. */
function* nextOf(roll: Roll, { residents, record }: JudgeAgain): Generator<undefined, Subject[], void> {
  const some: Subject[] = [];
  for (let n = 1; some.length < AT_ONCE; n++) {
    const slot = roll.next();
    if (slot < 0) break;
    const subject = residents.at(slot)!;
    // Where a state row was ahead of the position, it knows this policy already or was not open when it came.
    if (subject.offset >= record.offset) continue;
    residents.keep(subject);
    some.push(subject);
    if (n % SLICE === 0) yield;
  }
  return some;
}

function judgeOne(subject: Subject, { rules, record, effects, tell, touch }: JudgeAgain): void {
  const before = subject.rules;
  const wasComplete = isComplete(subject, rules.keeps);
  subject.rules = rules;
  const vanished = learnOrQuarantine(subject, [], record, effects);
  if (vanished !== undefined) {
    tell(subject, vanished);
    return;
  }
  subject.rules = before;
  // It stands as it stood, but for what its facts keep: that is state too, and must be stored.
  if (!wasComplete) touch(subject);
}
