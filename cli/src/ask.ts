import { BelfryError } from './belfry-error.ts';
import { requireRunning } from './running.ts';

/**
 * Asks a running Belfry a question.
 * @throws BelfryError `REFUSED` with the reason and the remedy that it gives
 */
export async function ask<Answer>(url: string, path: string, query: Readonly<Record<string, string | undefined>>) {
  await requireRunning(url);
  const question = new URL(path, url);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) question.searchParams.append(name, value);
  const response = await fetch(question);
  const body = await response.text();
  if (response.ok) return JSON.parse(body) as Answer;
  const { reason, remedy } = refusalIn(body);
  throw new BelfryError(
    'REFUSED',
    reason === undefined ? notAnswered(url, response.status) : `${reason} ${remedy ?? ''}`,
  );
}

/** Whoever stands at that address may be another program, or one that is still starting. */
function refusalIn(body: string): { readonly reason?: string; readonly remedy?: string } {
  try {
    const told: unknown = JSON.parse(body);
    return typeof told === 'object' && told !== null ? told : {};
  } catch {
    return {};
  }
}

const notAnswered = (url: string, status: number): string =>
  status === 503
    ? `Belfry at ${url} is still starting: try again in a second.`
    : `${url} answers ${status} and no reason: see with --url that it is a Belfry of this version.`;
