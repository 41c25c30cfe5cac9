import { LinkLost, Refusal } from './trouble.ts';

/** Asks and tells the server that this page came from. Throws LinkLost, or Refusal with the server's own words. */
export interface Server {
  get<T>(url: string, signal: AbortSignal): Promise<T>;
  post<T>(url: string, body: unknown, also?: PostAlso): Promise<T>;
}

interface PostAlso {
  readonly signal?: AbortSignal;
  /** What is posted again under the same key counts once. */
  readonly key?: string;
}

/** @param fetching the browser's; a story has its own. */
export function serverBehind(fetching: typeof fetch = (...request) => fetch(...request)): Server {
  const ask = async <T>(url: string, init: RequestInit): Promise<T> => {
    let response: Response;
    try {
      response = await fetching(url, init);
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw new LinkLost(cause);
    }
    if (!response.ok) throw await Refusal.from(response);
    try {
      return (await response.json()) as T;
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw new Refusal(response.status, { reason: 'The answer of the server cannot be read.' });
    }
  };
  return {
    get: (url, signal) => ask(url, { signal, headers: { accept: 'application/json' } }),
    post: (url, body, { signal, key } = {}) =>
      ask(url, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        body: JSON.stringify(body),
        ...(signal && { signal }),
      }),
  };
}

/** The path with what is given of a question; what is null or empty is not sent. */
export function urlWith(path: string, question: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(question)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query}`;
}
