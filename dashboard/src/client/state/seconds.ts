/**
 * Calls on each full second of a clock that runs beside ours, without drift: each wait is measured anew. The answer stops
 * it. A few milliseconds behind the second, so that a timer that is early does not show the old one twice.
 */
export function eachSecond(now: () => number, call: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (): void => {
    timer = setTimeout(
      () => {
        call();
        wait();
      },
      1_004 - (((now() % 1_000) + 1_000) % 1_000),
    );
  };
  wait();
  return () => clearTimeout(timer);
}
