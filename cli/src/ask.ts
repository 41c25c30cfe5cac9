import { request } from './request.ts';

/**
 * Asks a running Belfry a question.
 * @throws BelfryError `REFUSED` with the reason and the remedy that it gives
 */
export async function ask<Answer>(url: string, path: string, query: Readonly<Record<string, string | undefined>>) {
  const question = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) question.append(name, value);
  const response = await request(url, `${path}?${question}`);
  return (await response.json()) as Answer;
}
