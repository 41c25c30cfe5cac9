import type { Trigger } from '../compiled.ts';
import { canHold } from './can-hold.ts';

/** Why a trigger cannot happen, and which of its keys says so. */
export interface Never {
  readonly key: 'where' | 'state';
  readonly message: string;
  readonly instead: string;
}

/** Why nothing ever fits a trigger; undefined if something can. Its types have been looked at when it was read. */
export function whyNever({ where, state }: Trigger): Never | undefined {
  if (!canHold([where])) {
    return { key: 'where', message: 'No event fits this: it contradicts itself.', instead: 'one of the two' };
  }
  if (state === undefined) return undefined;
  if (!canHold([state])) {
    return { key: 'state', message: 'No subject fits this: it contradicts itself.', instead: 'one of the two' };
  }
  if (!canHold([{ not: state }])) {
    const message = 'Every subject fits this from its beginning, so that none comes to fit it.';
    return { key: 'state', message, instead: 'a state that some subjects are not in' };
  }
  return undefined;
}
