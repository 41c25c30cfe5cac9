import type { CompiledPack, CompiledPromise, LadderStep, TargetRow } from '../compiled.ts';
import type { Path } from '../problem.ts';
import type { Find } from './finding.ts';
import { hasDeadline, promisesOf } from './places.ts';
import { isBehind, lengthOf } from './target-length.ts';

/** Steps that never come, come too late, or come together. */
export function lintLadder(pack: CompiledPack, find: Find): void {
  for (const { promise, path } of promisesOf(pack)) {
    promise.ladder.forEach((step, place) => {
      const at = [...path, 'ladder', place];
      if (lintComing(step, promise.rows, at, find)) lintLateness(step, promise.rows, at, find);
      const before = promise.ladder.slice(0, place).find((other) => areAtOnce(step, other, promise));
      if (before === undefined) return;
      const message = `The steps "${before.name}" and "${step.name}" come in the same instant.`;
      find('warning', 'steps-at-once', [...at, 'at'], message, 'another time, or one step that tells both');
    });
  }
}

/** A step that is counted from the deadline needs one; one before it needs a target that is longer. */
function lintComing({ name, at }: LadderStep, rows: readonly TargetRow[], path: Path, find: Find): boolean {
  if ('start' in at) return true;
  const due = rows.filter(hasDeadline);
  if (due.length === 0) {
    const message = `No row has a deadline, so the step "${name}" never fires.`;
    find('error', 'step-never-comes', path, message, 'a target, a time after the start, or no such step');
    return false;
  }
  if (!('before' in at)) return true;
  const isOver = ({ target }: TargetRow): boolean =>
    (target.kind === 'working' || target.kind === 'elapsed') && target.ms <= at.before;
  if (!due.every(isOver)) return true;
  const message = `Every target is over before the step "${name}" comes.`;
  find('error', 'step-never-comes', path, message, 'a shorter time, or a share such as `75 %`');
  return false;
}

/** A level is told while its own time still runs; and what is counted from the start is meant to come before the end. */
function lintLateness(step: LadderStep, rows: readonly TargetRow[], path: Path, find: Find): void {
  const due = rows.filter(hasDeadline);
  const own = due.find((row) => teamsOf(row).includes(step.level.toLowerCase()) && isBehind(step.at, row.target));
  if (own !== undefined) {
    const message = `"${step.name}" tells ${step.level} when the target of its own row "${own.name}" is over.`;
    find('warning', 'step-after-target', [...path, 'at'], message, 'a time before the deadline, or the next level');
  } else if ('start' in step.at && due.length > 0 && due.every(({ target }) => isBehind(step.at, target))) {
    const message = `Every target is over when the step "${step.name}" comes.`;
    find('warning', 'step-after-target', [...path, 'at'], message, 'a shorter time, or one after the deadline');
  }
}

const teamsOf = ({ team }: TargetRow): string[] => team.toLowerCase().split(/\s*,\s*/);

function areAtOnce(a: LadderStep, b: LadderStep, { rows }: CompiledPromise): boolean {
  if (JSON.stringify(a.at) === JSON.stringify(b.at)) return true;
  const due = rows.filter(hasDeadline);
  return (
    due.length > 0 && due.every((row) => instantOf(a, row) !== undefined && instantOf(a, row) === instantOf(b, row))
  );
}

/** ms after the start, where everything is counted round the clock. */
function instantOf({ at }: LadderStep, { target }: TargetRow): number | undefined {
  const length = lengthOf(target);
  if (length?.on !== '' || ('calendar' in at && at.calendar !== undefined)) return undefined;
  if ('percent' in at) return (length.amount * at.percent) / 100;
  if ('before' in at) return length.amount - at.before;
  return 'after' in at ? length.amount + at.after : at.start;
}
