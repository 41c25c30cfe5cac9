import type { CompiledPack, Scalar } from '../compiled.ts';
import { CLOSED_FIELDS, KNOWN_FIELDS } from '../known-fields.ts';
import { nearest } from '../nearest.ts';
import type { Path } from '../problem.ts';
import type { Find } from './finding.ts';
import { conditionsIn, kpisOf, leavesOf, promisesOf } from './places.ts';

/** Fields that no event has, and values that a field never takes. */
export function lintFields(pack: CompiledPack, find: Find): void {
  for (const { condition, path, of } of conditionsIn(pack)) {
    for (const leaf of leavesOf(condition)) {
      if (of === 'event' && leaf.field === 'status') lintStatus(path, find);
      else lintField(leaf.field, pack, path, find);
      if (!('exists' in leaf)) lintValues(leaf.field, 'is' in leaf ? [leaf.is] : leaf.in, path, find);
    }
  }
  for (const { promise, path } of promisesOf(pack)) {
    promise.rows.forEach(({ target }, place) => {
      if (target.kind === 'until') lintField(target.field, pack, [...path, 'targets', place, 'target'], find);
    });
  }
  for (const { kpi, path } of kpisOf(pack)) {
    if (kpi.cohort.kind === 'field') lintField(kpi.cohort.field, pack, [...path, 'cohort', 'field'], find);
  }
  pack.derived?.forEach(({ field, from }) => {
    from.forEach((each, place) => {
      lintField(each, pack, ['derive', field, 'from', place], find);
    });
  });
  for (const field of Object.keys(pack.aliases ?? {})) lintField(field, pack, ['aliases', field], find);
}

/** Sources may tell more than Belfry knows, so an unknown field is a warning. */
function lintField(field: string, { derived = [] }: CompiledPack, path: Path, find: Find): void {
  if (KNOWN_FIELDS.has(field) || derived.some((each) => each.field === field)) return;
  const meant = nearest(field, KNOWN_FIELDS);
  find(
    'warning',
    'unknown-field',
    path,
    `No event that Belfry describes has a field \`${field}\`.`,
    meant ? `\`${meant}\`` : 'a field that /docs/api tells of, unless a source tells another',
  );
}

/** The status is what a subject's events amount to; none is described with one of its own. */
function lintStatus(path: Path, find: Find): void {
  find(
    'warning',
    'unknown-field',
    path,
    'No event that Belfry describes has a `status` in its own data.',
    '`state: { status: ... }`, which looks into the data of the subject',
  );
}

/** Intake refuses other values of these fields, so that a comparison with one never holds. */
function lintValues(field: string, values: readonly Scalar[], path: Path, find: Find): void {
  const known = CLOSED_FIELDS.get(field);
  if (known === undefined) return;
  for (const value of values) {
    if (known.includes(value)) continue;
    const all = known.map(String);
    const meant = nearest(String(value), all);
    find(
      'error',
      'unknown-value',
      path,
      `\`${field}\` is never ${JSON.stringify(value)}.`,
      meant === undefined
        ? `one of ${all.join(', ')}`
        : `\`${meant}\`${typeof known[0] === 'boolean' ? ' without quotes' : ''}`,
    );
  }
}
