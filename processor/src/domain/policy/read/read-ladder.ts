import type { LadderStep } from '../compiled.ts';
import type { Path, Report } from '../problem.ts';
import type { StepEntry } from '../schema/promise-entry.ts';
import { readMoment } from './read-moment.ts';
import type { Counting } from './read-target.ts';
import { uniqueNames } from './unique-names.ts';

const BECAUSE = 'signals are told apart by it';

/** What signals of a deadline, an end and a retraction are named by: a ladder's step of that name would pass for them. */
const OWN_STEPS: ReadonlySet<string> = new Set(['deadline', 'stop', 'retract']);

/** Reads what happens before and after a start or a deadline. */
export function readLadder(steps: readonly StepEntry[], counting: Counting, path: Path, report: Report): LadderStep[] {
  const isNew = uniqueNames('step', BECAUSE, report);
  return steps.map(({ name, at, level, role, responsibility, tell }, place) => {
    const own = [...path, place, 'name'];
    isNew(name, own);
    if (OWN_STEPS.has(name)) {
      report(own, `"${name}" is what every clock calls a step of its own.`, `another name: ${BECAUSE}`);
    }
    // `retract:<step>` and `stop~2` are names of a clock's own too.
    if (/[:~]/.test(name)) {
      report(own, `"${name}" has a sign that only a clock's own steps have.`, 'a name without `:` and `~`');
    }
    return {
      name,
      at: readMoment(at, counting, [...path, place, 'at'], report),
      level,
      role,
      responsibility,
      ...(tell !== undefined && { tell: typeof tell === 'string' ? [tell] : tell }),
    };
  });
}
