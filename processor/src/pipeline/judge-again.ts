import type { LogRecord } from '@belfry/ingest/log';
import type { JudgedClock } from '../domain/clock/judge/judged-clock.ts';
import type { Ruleset } from '../domain/clock/rules/ruleset.ts';
import type { Subject } from '../domain/clock/subject.ts';
import { Completion, isComplete } from './completion.ts';
import type { Effects, Work } from './fold.ts';
import { learnOrQuarantine } from './learn-or-quarantine.ts';

/** So many subjects' events are asked for at once. */
const ASKED_AT_ONCE = 1000;
/** After so many subjects the event loop may breathe. */
const SLICE = 256;

export interface JudgeAgain {
  /** The open subjects, in their order. */
  readonly subjects: readonly Subject[];
  /** What judges them from now on. */
  readonly rules: Ruleset;
  readonly record: LogRecord;
  readonly effects: Effects;
  readonly tell: (subject: Subject, vanished: readonly JudgedClock[]) => void;
  /** A subject has changed without anything to tell. */
  readonly touch: (subject: Subject) => void;
}

/** Judges open subjects under the policy that was taken, completing their facts first if it names fields they lack. */
export function* judgeAgain(work: JudgeAgain): Work {
  const { rules, record } = work;
  // Where a state row was ahead of the position, it knows this policy already or was not open when it came.
  const subjects = work.subjects.filter(({ offset }) => offset < record.offset);
  for (let from = 0; from < subjects.length; from += ASKED_AT_ONCE) {
    const some = subjects.slice(from, from + ASKED_AT_ONCE);
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
  }
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
