import type { CompiledPromise, PauseRule } from '../compiled.ts';
import { REOPENED } from '../pause-names.ts';
import type { Path, Report } from '../problem.ts';
import type { PauseEntry } from '../schema/promise-entry.ts';
import { readCondition } from './read-condition.ts';
import { readTrigger } from './read-trigger.ts';
import { uniqueNames } from './unique-names.ts';

/** Reads when a clock does not count: while a condition holds, or from one event until another. */
export function readPauses(
  entries: readonly PauseEntry[],
  subject: CompiledPromise['subject'],
  path: Path,
  report: Report,
): PauseRule[] {
  const isNew = uniqueNames('pause', 'the ledger tells by it why a clock did not count', report);
  return entries.map((entry, place) => {
    isNew(entry.name, [...path, place, 'name']);
    if (entry.name === REOPENED) {
      const message = `"${REOPENED}" is what every ledger calls the time from a stop to its reopening.`;
      report([...path, place, 'name'], message, 'another name');
    }
    return readPause(entry, subject, [...path, place], report);
  });
}

function readPause(entry: PauseEntry, subject: CompiledPromise['subject'], path: Path, report: Report): PauseRule {
  const { name, holder, from, until } = entry;
  const hasTriggers = from !== undefined || until !== undefined;
  if (entry.while !== undefined) {
    if (hasTriggers) {
      report(path, 'This pause is stated in two ways.', '`while`, or `from` and `until`');
    }
    return { name, holder, while: readCondition(entry.while, [...path, 'while'], report) };
  }
  if (from === undefined || until === undefined) {
    const [message, instead] =
      from !== undefined
        ? ['This pause would never end.', '`until` with what ends it, such as `until: order.released`']
        : until !== undefined
          ? ['This pause would never begin.', '`from` with what begins it, such as `from: order.held`']
          : ['It is not said when this pause is.', '`while: { waitingOn: customer }`, or `from` and `until`'];
    report(path, message, instead);
  }
  return {
    name,
    holder,
    from: readTrigger(from, subject, [...path, 'from'], report),
    until: readTrigger(until, subject, [...path, 'until'], report),
  };
}
