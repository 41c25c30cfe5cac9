import type { TargetRow } from '../compiled.ts';
import type { Path, Report } from '../problem.ts';
import type { PromiseEntry, TargetEntry } from '../schema/promise-entry.ts';
import { readCondition } from './read-condition.ts';
import { type Counting, knowsCalendar, readTarget } from './read-target.ts';
import { uniqueNames } from './unique-names.ts';

/** Reads the rows of a promise's targets. What a row does not say of its provenance, the promise says. */
export function readRows(entry: PromiseEntry, counting: Counting, path: Path, report: Report): TargetRow[] {
  const isNew = uniqueNames('row', 'clocks tell by it which row ruled', report);
  return entry.targets.map((row, place) => {
    isNew(row.name, [...path, place, 'name']);
    return readRow(row, entry.provenance, counting, [...path, place], report);
  });
}

function readRow(row: TargetEntry, provenance: string, counting: Counting, path: Path, report: Report): TargetRow {
  return {
    name: row.name,
    ...(row.when && { when: readCondition(row.when, [...path, 'when'], report) }),
    ...(row.starts && { starts: readStarts(row.starts, counting, [...path, 'starts'], report) }),
    target: readTarget(row.target, counting, [...path, 'target'], report),
    team: row.team ?? '',
    action: row.action ?? '',
    urgent: row.urgent ?? false,
    ...(row.penalty && { penalty: row.penalty }),
    ...(row.consequence && { consequence: row.consequence }),
    provenance: row.provenance ?? provenance,
  };
}

/** `during office`, `outside office`: prime time and the rest have targets of their own. */
function readStarts(
  text: string,
  counting: Counting,
  path: Path,
  report: Report,
): { readonly calendar: string; readonly within: boolean } {
  const [, side, calendar] = /^(during|outside) ([a-z0-9-]+)$/.exec(text) ?? [];
  if (side === undefined || calendar === undefined) {
    const known = counting.calendars[0] ?? 'office';
    report(path, `"${text}" is no time of day.`, `\`during ${known}\`, or \`outside ${known}\``);
    return { calendar: '', within: true };
  }
  knowsCalendar(calendar, counting.calendars, path, report, '', `${side} `);
  return { calendar, within: side === 'during' };
}
