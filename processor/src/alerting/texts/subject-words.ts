import { plain } from './plain.ts';
import type { Noun, Words } from './words.ts';

/** `order 8812` of `order/8812`; a seller's part of an order (`order/8812~p17`) is spoken of by its whole name. */
export function subjectWords(subject: string, words: Words): string {
  const slash = subject.indexOf('/');
  const kind = subject.slice(0, slash);
  const noun: Noun = kind === 'order' || kind === 'ticket' ? kind : 'thing';
  return words.one(noun, words.isolate(plain(noun === 'thing' ? subject : subject.slice(slash + 1))));
}
