import { BelfryError } from './belfry-error.ts';

/**
 * Asks once whether anybody is there, so that a forgotten start is told at once: the intake client itself keeps trying
 * for a minute, which is right for a Belfry that restarts.
 * @throws BelfryError `NOT_RUNNING`
 */
export async function requireRunning(url: string): Promise<void> {
  if (!URL.canParse(url)) {
    throw new BelfryError('ENVIRONMENT', `${url} is no URL: write for instance http://127.0.0.1:4100.`);
  }
  await fetch(new URL('/livez', url), { signal: AbortSignal.timeout(5_000) }).catch((cause: unknown) => {
    throw new BelfryError(
      'NOT_RUNNING',
      `no Belfry answers at ${url}: start one with "npm start -- --empty", or say where it is with BELFRY_URL or --url.`,
      { cause },
    );
  });
}
