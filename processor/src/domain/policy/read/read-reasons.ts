import type { CompiledKpi, KpiExclusion } from '../compiled-kpi.ts';
import type { Path, Report } from '../problem.ts';
import { BY_ITS_DATA, TAKEN_NAMES } from '../reason-names.ts';
import type { KpiEntry, ReasonEntry } from '../schema/kpi-entry.ts';
import { readCondition } from './read-condition.ts';
import { readHappening } from './read-happening.ts';
import { readDay } from './read-limits.ts';
import { uniqueNames } from './unique-names.ts';

const BECAUSE = 'counts tell by it why somebody left';

/** Reads who leaves the population: those excluded first, then those whom an excuse lets go. */
export function readReasons(
  { excludes, excuses = [] }: Pick<KpiEntry, 'excludes' | 'excuses'>,
  subject: CompiledKpi['subject'],
  path: Path,
  report: Report,
): KpiExclusion[] {
  const isNew = uniqueNames('reason', BECAUSE, report);
  const at = [...path, 'excludes'];
  const read = (key: 'excludes' | 'excuses', each: readonly ReasonEntry[]): KpiExclusion[] =>
    each.map((entry, place) => {
      const named = [...path, key, place, 'name'];
      isNew(entry.name, named);
      if (TAKEN_NAMES.includes(entry.name)) {
        report(named, `"${entry.name}" is what others are called who leave.`, `another name: ${BECAUSE}`);
      }
      return readReason(entry, key === 'excuses', subject, [...path, key, place], report);
    });
  const first = Array.isArray(excludes)
    ? read('excludes', excludes as readonly ReasonEntry[])
    : excludes === undefined
      ? []
      : [readBare(excludes as Readonly<Record<string, unknown>>, at, report)];
  return [...first, ...read('excuses', excuses)];
}

function readBare(condition: Readonly<Record<string, unknown>>, path: Path, report: Report): KpiExclusion {
  if ('name' in condition && ('when' in condition || 'happened' in condition)) {
    report(path, 'A reason with a name stands in a list.', '`- { name: ..., when: ... }`');
    return { name: BY_ITS_DATA, excuse: false };
  }
  return { name: BY_ITS_DATA, when: readCondition(condition, path, report), excuse: false };
}

function readReason(
  entry: ReasonEntry,
  excuse: boolean,
  subject: CompiledKpi['subject'],
  path: Path,
  report: Report,
): KpiExclusion {
  const { name, when, happened, where, from, until } = entry;
  if (when === undefined && happened === undefined && from === undefined && until === undefined) {
    report(path, 'This reason lets everybody go.', '`when`, `happened`, or the days on which it holds');
  }
  if (where !== undefined && happened === undefined) {
    report([...path, 'where'], '`where` looks into an event, and none is named.', '`happened`, or `when` instead');
  }
  const first = from === undefined ? undefined : readDay(from, [...path, 'from'], report);
  const last = until === undefined ? undefined : readDay(until, [...path, 'until'], report);
  if (first !== undefined && last !== undefined && last < first) {
    report([...path, 'until'], 'It would end before it begins.', 'the earlier date under `from`');
  }
  return {
    name,
    ...(when && { when: readCondition(when, [...path, 'when'], report) }),
    ...(happened !== undefined && {
      happened: readHappening({ happened, where }, subject, path, report),
    }),
    ...(first !== undefined && { from: first }),
    ...(last !== undefined && { until: last }),
    excuse,
  };
}
