const LOOK_EACH_MS = 100;
const WITHIN_MS = 180_000;

/**
 * Looks again and again until something is so. For what tells nobody when it happens: another process's rows, lanes and logs.
 * @throws Error if it takes too long: the row has not got as far as its fault then.
 */
export async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error(`waited ${WITHIN_MS / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EACH_MS));
  }
}
