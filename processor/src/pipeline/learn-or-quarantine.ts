import type { LogRecord } from '@belfry/ingest/log';
import { CalendarError } from '../domain/calendar/errors.ts';
import type { JudgedClock } from '../domain/clock/judge/judged-clock.ts';
import { learn, unlearn } from '../domain/clock/learn.ts';
import type { Subject } from '../domain/clock/subject.ts';
import type { Effects } from './fold.ts';

/**
 * Where a compiled calendar ends before a deadline, the facts go to quarantine and the subject stands as it stood:
 * answers undefined then, else the clocks that vanished.
 */
export function learnOrQuarantine(
  subject: Subject,
  facts: Subject['facts'],
  record: LogRecord,
  effects: Effects,
): readonly JudgedClock[] | undefined {
  const { judgement } = subject;
  try {
    return learn(subject, facts);
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    if (facts.length > 0) unlearn(subject, facts);
    else subject.judgement = judgement;
    const { code, message } = error;
    const { appendTime } = record;
    // The bytes of released facts are in the archive, under the same lane and offset.
    for (const { offset } of facts) {
      const bytes = offset === record.offset ? record.value : NO_BYTES;
      effects.quarantine({ offset, appendTime, key: subject.id, code, reason: message, bytes });
    }
    return undefined;
  }
}

const NO_BYTES = Buffer.alloc(0);
