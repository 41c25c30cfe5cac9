import type { CompiledPack, CompiledPromise, PauseRule, Trigger } from '../compiled.ts';
import type { Path } from '../problem.ts';
import { whyNever } from './can-happen.ts';
import { canHold } from './can-hold.ts';
import type { Find } from './finding.ts';
import { hasDeadline, promisesOf } from './places.ts';

/** Pauses that never begin, never end, or change nothing. */
export function lintPauses(pack: CompiledPack, find: Find): void {
  for (const { promise, path } of promisesOf(pack)) {
    promise.pauses?.forEach((pause, place) => {
      lintPause(pause, promise, [...path, 'pause', place], find);
    });
    if (promise.pauses !== undefined && promise.pauses.length > 0) lintEffect(promise, [...path, 'pause'], find);
  }
}

function lintPause(pause: PauseRule, promise: CompiledPromise, path: Path, find: Find): void {
  if ('while' in pause) {
    const at = [...path, 'while'];
    if (!canHold([pause.while])) {
      const message = 'No subject fits this, so that the pause never begins.';
      find('error', 'pause-never-begins', at, message, 'a condition that does not contradict itself');
    } else if (!canHold([{ not: pause.while }])) {
      const message = 'Every subject fits this for ever, so that the pause never ends.';
      find('error', 'pause-never-ends', at, message, 'a condition such as `{ waitingOn: customer }`');
    }
    return;
  }
  const { from, until } = pause;
  const [neverBegins, neverEnds] = [whyNever(from), whyNever(until)];
  const both = 'an event that neither stops nor cancels it';
  if (neverBegins !== undefined) {
    const message = `Nothing begins this pause. ${neverBegins.message}`;
    find('error', 'pause-never-begins', [...path, 'from', neverBegins.key], message, neverBegins.instead);
  } else if (ends(promise, from)) {
    const message = 'What begins this pause ends the clock, so that there is nothing left to pause.';
    find('warning', 'pause-never-begins', [...path, 'from'], message, both);
  }
  if (neverEnds !== undefined) {
    const message = `Nothing ends this pause. ${neverEnds.message}`;
    find('error', 'pause-never-ends', [...path, 'until', neverEnds.key], message, neverEnds.instead);
  } else if (JSON.stringify(from) === JSON.stringify(until)) {
    const message = 'The same begins and ends this pause.';
    find('error', 'pause-never-ends', [...path, 'until'], message, 'another event, such as `order.released`');
  } else if (ends(promise, until)) {
    const message = 'Only the end of the clock ends this pause: whatever was paused once is never due again.';
    find('warning', 'pause-never-ends', [...path, 'until'], message, both);
  }
}

/** Whether every event of a trigger ends the clock, whatever it says. */
function ends({ stop, cancel }: CompiledPromise, trigger: Trigger): boolean {
  const always = [stop, cancel].flatMap(({ on, where, state }) => (where || state ? [] : on));
  return trigger.on.every((type) => always.includes(type));
}

/** A promised instant is what it is: pauses do not move it. */
function lintEffect({ rows, ladder }: CompiledPromise, path: Path, find: Find): void {
  const due = rows.filter(hasDeadline);
  const moves = due.length === 0 || due.some(({ target }) => target.kind !== 'until');
  // A step that is counted from the start or the deadline is moved by pauses still.
  if (moves || ladder.some(({ at }) => 'start' in at || 'after' in at)) return;
  find(
    'warning',
    'pause-without-effect',
    path,
    'Pauses do not move a promised date, and there are no other deadlines here.',
    'a target in hours or business days, or no pauses',
  );
}
