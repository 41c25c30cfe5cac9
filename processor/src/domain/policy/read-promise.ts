import type { CompiledPromise, LadderStep, TargetRow } from './compiled.ts';
import { parseDuration } from './duration.ts';
import type { PromiseEntry, StepEntry, TargetEntry } from './pack-schema.ts';
import type { Path, Report } from './problem.ts';
import { readCondition } from './read-condition.ts';
import { type Counting, readCounting, readTarget } from './read-target.ts';
import { readTrigger } from './read-trigger.ts';

/** @param calendars the names of the pack's calendars. */
export function readPromise(
  id: string,
  entry: PromiseEntry,
  calendars: readonly string[],
  path: Path,
  report: Report,
): CompiledPromise {
  const counting = readCounting(entry.counting, calendars, [...path, 'counting'], report);
  const appliesTo = entry['applies-to'];
  return {
    id,
    title: entry.title,
    subject: entry.subject,
    kind: entry.kind,
    ...(appliesTo && { appliesTo: readCondition(appliesTo, [...path, 'applies-to'], report) }),
    start: readTrigger(entry.start, entry.subject, [...path, 'start'], report),
    stop: readTrigger(entry.stop, entry.subject, [...path, 'stop'], report),
    cancel: readTrigger(entry.cancel, entry.subject, [...path, 'cancel'], report),
    rows: readRows(entry, counting, [...path, 'targets'], report),
    ladder: readLadder(entry.ladder ?? [], [...path, 'ladder'], report),
    provenance: entry.provenance,
  };
}

function readRows(entry: PromiseEntry, counting: Counting, path: Path, report: Report): TargetRow[] {
  const names = new Set<string>();
  return entry.targets.map((row, place) => {
    if (names.has(row.name)) {
      report(
        [...path, place, 'name'],
        `There is a row "${row.name}" before.`,
        'another name: clocks tell by it which row ruled',
      );
    }
    names.add(row.name);
    return readRow(row, entry.provenance, counting, [...path, place], report);
  });
}

function readRow(row: TargetEntry, provenance: string, counting: Counting, path: Path, report: Report): TargetRow {
  return {
    name: row.name,
    ...(row.when && { when: readCondition(row.when, [...path, 'when'], report) }),
    target: readTarget(row.target, counting, [...path, 'target'], report),
    team: row.team ?? '',
    action: row.action ?? '',
    urgent: row.urgent ?? false,
    provenance: row.provenance ?? provenance,
  };
}

/** What signals of a deadline, an end and a retraction are named by: a ladder's step of that name would pass for them. */
const OWN_STEPS: ReadonlySet<string> = new Set(['deadline', 'stop', 'retract']);

function readLadder(steps: readonly StepEntry[], path: Path, report: Report): LadderStep[] {
  const names = new Set<string>();
  return steps.map(({ name, at, level, role, responsibility }, place) => {
    if (names.has(name)) {
      report(
        [...path, place, 'name'],
        `There is a step "${name}" before.`,
        'another name: signals are told apart by it',
      );
    }
    if (OWN_STEPS.has(name)) {
      report(
        [...path, place, 'name'],
        `"${name}" is what every clock calls a step of its own.`,
        'another name: signals are told apart by it',
      );
    }
    names.add(name);
    return { name, at: readMoment(at, [...path, place, 'at'], report), level, role, responsibility };
  });
}

/** `75 %` of the target, or `30 minutes before` the deadline. */
function readMoment(at: string, path: Path, report: Report): LadderStep['at'] {
  const share = /^(\d+(?:\.\d+)?)\s*%$/.exec(at);
  if (share !== null) {
    const percent = Number(share[1]);
    if (!(percent > 0 && percent < 100)) {
      report(path, `At ${percent} % the target has not begun or is over.`, 'a share between 0 % and 100 %');
    }
    return { percent };
  }
  const before = at.endsWith(' before') ? parseDuration(at.slice(0, -' before'.length)) : undefined;
  if (before === undefined) report(path, `"${at}" is no moment of a clock.`, '`75 %`, or `30 minutes before`');
  return { before: before ?? 1 };
}
