/** Figures that are half a minute old are as good as new at a desk. */
const EVERY_MS = 30_000;

/** Asks again from time to time while somebody looks, and when somebody comes back. The answer stops it. */
export function keepFresh(again: () => void, everyMs: number = EVERY_MS): () => void {
  const look = (): void => {
    if (!document.hidden) again();
  };
  const timer = setInterval(look, everyMs);
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
  };
}
