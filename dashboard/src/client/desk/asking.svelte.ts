import { untrack } from 'svelte';
import { Answer } from './answer.svelte.ts';
import { keepFresh } from './keep-fresh.ts';
import { retryWhileAway } from './retry-while-away.svelte.ts';

/** An answer that follows its question, is kept fresh, and is asked for again while the server is away. */
export interface Asking<T> {
  readonly answer: Answer<T>;
  again(): void;
}

/**
 * To be called while a component is made.
 *
 * @param about names the question, and is followed: another name is asked at once.
 * @param everyMs how often it is asked anew while somebody looks; without, as figures want it.
 */
export function asking<T>(about: () => string, ask: (signal: AbortSignal) => Promise<T>, everyMs?: number): Asking<T> {
  const answer = new Answer<T>();
  const again = (): void => void answer.ask(about(), ask);
  $effect(() => {
    about();
    untrack(again);
  });
  $effect(() => keepFresh(again, everyMs));
  retryWhileAway(() => answer.trouble, again);
  return { answer, again };
}
