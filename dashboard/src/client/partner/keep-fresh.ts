const LOOK_MS = 5_000;
/** Figures that are half a minute old are as good as new at a desk; a link that is lost is looked for at each look. */
const LOOKS_BETWEEN = 6;

/** Asks again from time to time while somebody looks. The answer stops it. */
export function keepFresh(again: () => void, isLost: () => boolean): () => void {
  let looks = 0;
  const look = (): void => {
    if (document.hidden) return;
    looks += 1;
    if (looks < LOOKS_BETWEEN && !isLost()) return;
    looks = 0;
    again();
  };
  const timer = setInterval(look, LOOK_MS);
  const returned = (): void => {
    looks = LOOKS_BETWEEN;
    look();
  };
  document.addEventListener('visibilitychange', returned);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', returned);
  };
}
