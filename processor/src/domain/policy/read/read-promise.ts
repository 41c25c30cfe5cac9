import type { CompiledPromise } from '../compiled.ts';
import type { Path, Report } from '../problem.ts';
import type { PromiseEntry } from '../schema/promise-entry.ts';
import { readCondition } from './read-condition.ts';
import { readLadder } from './read-ladder.ts';
import { readPauses } from './read-pauses.ts';
import { readRows } from './read-rows.ts';
import { readCounting } from './read-target.ts';
import { readTrigger } from './read-trigger.ts';
import { uniqueNames } from './unique-names.ts';

/**
 * What a promise does not say is not there, so that a pack which says nothing new compiles as it always did.
 * @param calendars the names of the pack's calendars.
 */
export function readPromise(
  id: string,
  entry: PromiseEntry,
  calendars: readonly string[],
  path: Path,
  report: Report,
): CompiledPromise {
  const { subject, restart, reopen, pause, unstarted, cause, stages } = entry;
  const counting = readCounting(entry.counting, calendars, [...path, 'counting'], report);
  const appliesTo = entry['applies-to'];
  const movedBy = entry['moved-by'];
  return {
    id,
    title: entry.title,
    subject,
    kind: entry.kind,
    ...(appliesTo && { appliesTo: readCondition(appliesTo, [...path, 'applies-to'], report) }),
    start: readTrigger(entry.start, subject, [...path, 'start'], report),
    stop: readTrigger(entry.stop, subject, [...path, 'stop'], report),
    cancel: readTrigger(entry.cancel, subject, [...path, 'cancel'], report),
    ...(restart !== undefined && { restart: readTrigger(restart, subject, [...path, 'restart'], report) }),
    ...(entry.cycles === 'every start' && { cycles: 'every-start' as const }),
    ...(reopen && { reopen: readReopen(reopen, subject, [...path, 'reopen'], report) }),
    ...(pause && { pauses: readPauses(pause, subject, [...path, 'pause'], report) }),
    ...(movedBy && { movedBy }),
    ...(unstarted && { unstarted }),
    ...(cause && { cause }),
    ...(stages && { stages: readStages(stages, subject, [...path, 'stages'], report) }),
    rows: readRows(entry, counting, [...path, 'targets'], report),
    ladder: readLadder(entry.ladder ?? [], counting, [...path, 'ladder'], report),
    provenance: entry.provenance,
  };
}

function readReopen(
  { then, ...on }: NonNullable<PromiseEntry['reopen']>,
  subject: CompiledPromise['subject'],
  path: Path,
  report: Report,
): NonNullable<CompiledPromise['reopen']> {
  return { on: readTrigger(on, subject, path, report), then: then === 'continue' ? 'continue' : 'new-cycle' };
}

function readStages(
  stages: NonNullable<PromiseEntry['stages']>,
  subject: CompiledPromise['subject'],
  path: Path,
  report: Report,
): NonNullable<CompiledPromise['stages']> {
  const isNew = uniqueNames('stage', 'time is attributed by it', report);
  return stages.map(({ name, from }, place) => {
    isNew(name, [...path, place, 'name']);
    const at = [...path, place, 'from'];
    const trigger = readTrigger(from, subject, at, report);
    // Time is attributed event by event, after the clock has been judged.
    if (trigger.state) report(at, 'A stage begins with an event, not with a state.', '`on`, and `where` if needed');
    return { name, from: trigger };
  });
}
