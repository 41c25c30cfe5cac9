import type { CompiledPack, CompiledPromise, Condition, LadderStep, TargetRow } from './compiled.ts';
import { fieldsOfCondition } from './fields.ts';
import { KNOWN_FIELDS } from './known-fields.ts';
import { nearest } from './nearest.ts';
import type { Path, Report } from './problem.ts';

/** What will run as it stands and yet never does what its author meant. Paths are those of the YAML. */
export function lint(pack: CompiledPack, report: Report): void {
  for (const promise of pack.promises) {
    const path = ['promises', promise.id.slice(pack.pack.length + 1)];
    lintFields(promise, path, report);
    lintRows(promise.rows, [...path, 'targets'], report);
    promise.ladder.forEach((step, place) => {
      lintStep(step, promise.rows, [...path, 'ladder', place], report);
    });
  }
  for (const kpi of pack.kpis) {
    if (kpi.excludes) lintCondition(kpi.excludes, ['kpis', kpi.id.slice(pack.pack.length + 1), 'excludes'], report);
  }
}

function lintFields(promise: CompiledPromise, path: Path, report: Report): void {
  if (promise.appliesTo) lintCondition(promise.appliesTo, [...path, 'applies-to'], report);
  for (const trigger of ['start', 'stop', 'cancel'] as const) {
    const { where } = promise[trigger];
    if (where) lintCondition(where, [...path, trigger, 'where'], report);
  }
  promise.rows.forEach((row, place) => {
    if (row.when) lintCondition(row.when, [...path, 'targets', place, 'when'], report);
    if (row.target.kind === 'until') lintField(row.target.field, [...path, 'targets', place, 'target'], report);
  });
}

function lintCondition(condition: Condition, path: Path, report: Report): void {
  for (const field of fieldsOfCondition(condition)) lintField(field, path, report);
}

/** Sources may tell more than Belfry knows, so an unknown field is a warning. */
function lintField(field: string, path: Path, report: Report): void {
  if (KNOWN_FIELDS.has(field)) return;
  const meant = nearest(field, KNOWN_FIELDS);
  report(
    path,
    `No event that Belfry describes has a field \`${field}\`.`,
    meant ? `\`${meant}\`` : 'a field of events.md, unless a source tells it',
  );
}

function lintRows(rows: readonly TargetRow[], path: Path, report: Report): void {
  rows.forEach((row, place) => {
    const earlier = rows.slice(0, place).find((other) => covers(other.when, row.when));
    if (earlier === undefined) return;
    report(
      [...path, place],
      `Whatever fits this row fits "${earlier.name}" before it: it never counts.`,
      'it before that row, or a narrower condition there',
    );
  });
}

/** Whether everything that fits the narrow condition surely fits the wide one; it may miss some. */
function covers(wide: Condition | undefined, narrow: Condition | undefined): boolean {
  if (wide === undefined) return true;
  if (narrow === undefined) return false;
  const parts = (condition: Condition): readonly Condition[] => ('all' in condition ? condition.all : [condition]);
  return parts(wide).every((needed) => parts(narrow).some((given) => implies(given, needed)));
}

function implies(given: Condition, needed: Condition): boolean {
  if (JSON.stringify(given) === JSON.stringify(needed)) return true;
  if (!('field' in given && 'field' in needed) || given.field !== needed.field || 'exists' in given) return false;
  const values = 'is' in given ? [given.is] : given.in;
  if ('exists' in needed) return needed.exists;
  const accepted = 'is' in needed ? [needed.is] : needed.in;
  return values.every((value) => accepted.includes(value));
}

function lintStep(step: LadderStep, rows: readonly TargetRow[], path: Path, report: Report): void {
  const withDeadline = rows.filter(({ target }) => target.kind !== 'none' && target.kind !== 'not-set');
  if (withDeadline.length === 0) {
    report(path, `No row has a deadline, so the step "${step.name}" never fires.`, 'a target, or no ladder');
    return;
  }
  if (!('before' in step.at)) return;
  const { before } = step.at;
  const isTooShort = ({ target }: TargetRow) =>
    (target.kind === 'working' || target.kind === 'elapsed') && target.ms <= before;
  if (withDeadline.every(isTooShort)) {
    report(
      path,
      `Every target is over before the step "${step.name}" comes.`,
      'a shorter time, or a share such as `75 %`',
    );
  }
}
