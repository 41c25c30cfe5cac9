import type { Happening } from '../policy/compiled.ts';
import { type FieldReader, holds } from '../policy/condition.ts';
import type { KpiFact } from './view.ts';

/** How the KPI's pack reads data: by other names of values, and fields worked out from two others. */
export type DataReader = FieldReader<unknown>;

/** The first time that it happened, ms UTC; undefined if it did not. */
export function firstTimeOf(facts: readonly KpiFact[], { on, where }: Happening, read: DataReader): number | undefined {
  // Loops, not `find` and `includes`: it is asked for each KPI at every event.
  for (const fact of facts) {
    const { type } = fact;
    for (const each of on) {
      if (each === type && (where === undefined || holds<unknown>(where, fact.data, read))) return fact.time;
    }
  }
  return undefined;
}
