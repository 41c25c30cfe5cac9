import { LinkLost, type Trouble } from './trouble.ts';

const EVERY_MS = 5_000;

/** Asks again while the server is away, so that whoever waits need not. To be called while a component is made. */
export function retryWhileAway(trouble: () => Trouble | null, again: () => void): void {
  $effect(() => {
    const now = trouble();
    if (now === null || (!(now instanceof LinkLost) && now.status !== 503)) return;
    const timer = setInterval(() => {
      if (!document.hidden) again();
    }, EVERY_MS);
    return () => clearInterval(timer);
  });
}
