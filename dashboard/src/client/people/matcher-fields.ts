import type { Matcher, MatchField } from '@belfry/processor/contract';

/** The fields that a silence can be written by, and what stands in an empty one as an example. */
export const FIELDS = [
  ['promise', 'mall/pickup'],
  ['kpi', 'mall/on-time'],
  ['partner', 'p12'],
  ['carrier', 'SMSA, DPD'],
  ['team', 'L2'],
  ['channel', 'web'],
  ['market', 'SA'],
  ['subject', 'order/8812'],
  ['level', 'lead'],
] as const satisfies readonly (readonly [MatchField, string])[];

/**
 * The matcher behind what was written: values of one field are separated by commas. null if nothing was written, since
 * what has no field fits nothing.
 */
export function matcherOf(written: (field: MatchField) => string): Matcher | null {
  const matcher: Partial<Record<MatchField, string | readonly string[]>> = {};
  for (const [field] of FIELDS) {
    const values = written(field)
      .split(',')
      .map((value) => value.trim())
      .filter(Boolean);
    if (values.length > 0) matcher[field] = values.length === 1 ? values[0]! : values;
  }
  return Object.keys(matcher).length === 0 ? null : matcher;
}
