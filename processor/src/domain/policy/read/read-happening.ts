import type { CompiledKpi, Happening } from '../compiled-kpi.ts';
import type { Path, Report } from '../problem.ts';
import { readCondition } from './read-condition.ts';
import { readTypes } from './read-trigger.ts';

/** Reads `happened` with its `where`, which stand side by side in a mapping. */
export function readHappening(
  entry: {
    readonly happened: string | readonly string[];
    readonly where?: Readonly<Record<string, unknown>> | undefined;
  },
  subject: CompiledKpi['subject'],
  path: Path,
  report: Report,
): Happening {
  const { happened, where } = entry;
  return {
    on: asList(readTypes(happened, subject, [...path, 'happened'], report)),
    ...(where && { where: readCondition(where, [...path, 'where'], report) }),
  };
}

/** Each type once: a KPI that names one twice means the same. */
export const asList = (types: readonly string[]): readonly string[] => [...new Set(types)];
