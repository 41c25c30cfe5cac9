import type { CompiledPack } from '../compiled.ts';
import { whyNever } from './can-happen.ts';
import type { Find } from './finding.ts';
import { promisesOf } from './places.ts';

/** A clock that nothing ends, or that can only be cancelled: nobody can keep such a promise. */
export function neverStops(pack: CompiledPack, find: Find): void {
  for (const { promise, path } of promisesOf(pack)) {
    const why = whyNever(promise.stop);
    if (why === undefined) continue;
    const isCancelled = promise.cancel.on.length > 0 && whyNever(promise.cancel) === undefined;
    const message = isCancelled ? 'Nothing keeps this promise.' : 'Nothing stops or cancels this.';
    find('error', 'never-stops', [...path, 'stop', why.key], `${message} ${why.message}`, why.instead);
    if (promise.reopen === undefined) continue;
    const vain = 'Only what has stopped is reopened, and this never stops.';
    find('error', 'never-reopens', [...path, 'reopen'], vain, 'a `stop` that can happen, or no `reopen`');
  }
}
