import { isPeoplesWord } from '../contract/people-events.ts';
import type { Refused, Taken } from './normalise.ts';

/** What a sender may tell. */
export interface Sender {
  /** The only source that its events may speak as; null: any. */
  readonly source: string | null;
  /** `facts`: whatever is not for people to say; `words`: only what is. */
  readonly tells: 'everything' | 'facts' | 'words';
}

/** Where no token is asked for. */
export const ANYBODY: Sender = { source: null, tells: 'everything' };

/** The refusal of an event that is not its sender's to tell; undefined if it is. */
export function notOwnWord({ id, source, type }: Taken, { source: own, tells }: Sender): Refused | undefined {
  if (own !== null && source !== own) {
    const message = `is "${source}", and the token is bound to another: write "${own}", or send it with a token of its own`;
    return { id, source, refusals: [{ code: 'OTHER_SOURCE', path: 'source', message }] };
  }
  const word = isPeoplesWord(type);
  if (tells === 'everything' || word === (tells === 'words') || isForBoth(type)) return undefined;
  const message = word
    ? `is "${type}", which people say, and a token of scope source does not speak for them: send it with one of scope manager`
    : `is "${type}", and a token of scope manager only says what people say: send it with one of scope source`;
  return { id, source, refusals: [{ code: 'OTHER_SCOPE', path: 'type', message }] };
}

/** Programs tell customers, and so do people. */
const isForBoth = (type: string): boolean => type === 'customer.notified';
