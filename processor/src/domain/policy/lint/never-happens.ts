import type { CompiledPack, Trigger } from '../compiled.ts';
import type { Path } from '../problem.ts';
import { whyNever } from './can-happen.ts';
import type { Find } from './finding.ts';
import { promisesOf } from './places.ts';

/** What ends, restarts, reopens or attributes a clock, and cannot happen. Starts, stops and pauses have rules of their own. */
export function neverHappens(pack: CompiledPack, find: Find): void {
  const look = (trigger: Trigger | undefined, path: Path): void => {
    const why = trigger && whyNever(trigger);
    if (why !== undefined) find('error', 'never-happens', [...path, why.key], why.message, why.instead);
  };
  for (const { promise, path } of promisesOf(pack)) {
    look(promise.cancel, [...path, 'cancel']);
    look(promise.restart, [...path, 'restart']);
    look(promise.reopen?.on, [...path, 'reopen']);
    promise.stages?.forEach(({ from }, place) => {
      look(from, [...path, 'stages', place, 'from']);
    });
  }
}
