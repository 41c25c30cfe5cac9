import { Answer } from './answer.svelte.ts';
import { retryWhileAway } from './retry-while-away.svelte.ts';

/**
 * An answer that does not change: it is asked for once, and again only while the server is away. To be called while a component
 * is made.
 */
export function askedOnce<T>(about: string, ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const answer = new Answer<T>();
  const again = (): void => void answer.ask(about, ask);
  $effect(again);
  retryWhileAway(() => answer.trouble, again);
  return answer;
}
