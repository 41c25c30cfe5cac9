import type { CompiledPack, CompiledPromise, Condition } from '../compiled.ts';
import type { Path } from '../problem.ts';
import { whyNever } from './can-happen.ts';
import { canHold } from './can-hold.ts';
import type { Find } from './finding.ts';
import { promisesOf } from './places.ts';

/** What no test subject is: they are promised nothing, whatever a pack says. */
const NO_TEST: Condition = { not: { field: 'test', is: true } };

/** A promise that is made to nobody, or that nothing starts. */
export function neverStarts(pack: CompiledPack, find: Find): void {
  for (const { promise, path } of promisesOf(pack)) {
    const why = whyNever(promise.start);
    if (why !== undefined) {
      find('error', 'never-starts', [...path, 'start', why.key], `Nothing starts this. ${why.message}`, why.instead);
    }
    lintSubjects(promise, path, find);
  }
}

function lintSubjects({ appliesTo, start }: CompiledPromise, path: Path, find: Find): void {
  const at = [...path, 'applies-to'];
  if (!canHold([appliesTo])) {
    find('error', 'never-starts', at, 'No subject fits this: it contradicts itself.', 'one of the two');
  } else if (!canHold([appliesTo, NO_TEST])) {
    const message = 'Only test subjects fit this, and those are promised nothing.';
    find('error', 'never-starts', at, message, 'a condition that other subjects fit');
  } else if (canHold([start.state]) && !canHold([appliesTo, start.state])) {
    const message = 'No subject that comes into this state is one that the promise applies to.';
    find('error', 'never-starts', [...path, 'start', 'state'], message, 'a state that `applies-to` leaves open');
  }
}
