/// <reference lib="dom" />
import type { Page } from 'playwright-core';

/**
 * When a page first shows something: watched from inside the page, by its own clock, so that the time which the test's
 * protocol takes does not count. Resolves once it watches; the answer waits until it is seen. Instants are ms UTC of
 * `performance`, which pages of one machine share.
 *
 * @param selector what has to be there
 * @param words what its text has to contain
 */
export async function watchFor(page: Page, selector: string, words: string): Promise<() => Promise<number>> {
  const name = `seen-${selector}-${words}`;
  await page.evaluate(
    ([key, css, text]) => {
      const seen = new Promise<number>((resolve) => {
        const look = (): boolean => {
          if (!document.querySelector(css!)?.textContent?.includes(text!)) return false;
          resolve(performance.timeOrigin + performance.now());
          return true;
        };
        if (look()) return;
        const observer = new MutationObserver(() => look() && observer.disconnect());
        observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      });
      Object.assign(globalThis, { [key!]: seen });
    },
    [name, selector, words] as const,
  );
  return () => page.evaluate((key) => (globalThis as unknown as Record<string, Promise<number>>)[key]!, name);
}

/** Counts the taps of a finger on a page from now on, and keeps when the last one was. */
export async function countTaps(page: Page): Promise<() => Promise<{ readonly taps: number; readonly last: number }>> {
  await page.evaluate(() => {
    const counted = { taps: 0, last: 0 };
    Object.assign(globalThis, { counted });
    document.addEventListener(
      'touchend',
      () => {
        counted.taps += 1;
        counted.last = performance.timeOrigin + performance.now();
      },
      { capture: true },
    );
  });
  return () => page.evaluate(() => (globalThis as unknown as { counted: { taps: number; last: number } }).counted);
}
