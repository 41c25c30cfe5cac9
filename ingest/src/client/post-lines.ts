import type { IntakeAnswer, IntakeError, Verdict, WallClock } from '../contract/index.ts';
import { IntakeClientError } from './intake-client-error.ts';

export interface PostOptions {
  /** The address of `POST /events`. */
  readonly address: URL;
  readonly fetch: typeof globalThis.fetch;
  readonly headers: Readonly<Record<string, string>>;
  readonly wallClock: WallClock;
  /** How long one batch is tried again before the client gives up, ms. */
  readonly patienceMs: number;
  /** How long an answer is waited for, ms. */
  readonly answerMs: number;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Posts one batch of lines until intake has answered it, and waits as long as intake asks for (Retry-After). What is
 * sent again is byte for byte the same, so that its ids are; intake and processor count it once.
 *
 * @returns one verdict a line, in order.
 * @throws IntakeClientError
 */
export async function postLines(lines: readonly string[], options: PostOptions): Promise<readonly Verdict[]> {
  const { wallClock, patienceMs, address } = options;
  const giveUpAt = wallClock.now() + patienceMs;
  const body = lines.join('\n');
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const outcome = await tryOnce(body, options);
    if ('verdicts' in outcome) {
      if (outcome.verdicts.length === lines.length) return outcome.verdicts;
      const message = `${address} answered ${outcome.verdicts.length} verdicts for ${lines.length} events`;
      throw new IntakeClientError('NOT_BELFRY', message);
    }
    const wait = outcome.retryAfterMs ?? pause;
    if (wallClock.now() + wait > giveUpAt) throw outcome.error;
    await new Promise<void>((resolve) => wallClock.after(wait, resolve));
  }
}

/** What intake answers, or whoever keeps the gate before it. */
type Told = Partial<IntakeAnswer & IntakeError & { readonly reason: string; readonly remedy: string }>;

type Outcome = { readonly verdicts: readonly Verdict[] } | { readonly error: Error; readonly retryAfterMs?: number };

async function tryOnce(body: string, { address, fetch, headers: more, answerMs }: PostOptions): Promise<Outcome> {
  let response: Response;
  let answer: Told | undefined;
  try {
    const headers = { ...more, 'content-type': 'application/x-ndjson' };
    const signal = AbortSignal.timeout(answerMs);
    response = await fetch(address, { method: 'POST', body, headers, signal });
    const text = await response.text();
    answer = readJson(text);
  } catch (cause) {
    const message = `no Belfry answers at ${address.origin} (${reasonOf(cause)}): start one, or say where it is`;
    return { error: new IntakeClientError('UNREACHABLE', message, cause) };
  }
  if (answer?.verdicts) return { verdicts: answer.verdicts };
  if (answer?.error ? answer.error.retriable : response.status >= 500 || response.status === 429) {
    const told = answer?.error?.message ?? `status ${response.status}`;
    const error = new IntakeClientError('BUSY', `${address.origin} could not take the events: ${told}`);
    return { error, ...retryAfter(response) };
  }
  if (answer?.error) throw new IntakeClientError('REFUSED', `${address.origin}: ${answer.error.message}`);
  if (answer?.reason !== undefined) {
    throw new IntakeClientError('REFUSED', `${address.origin}: ${answer.reason} ${answer.remedy ?? ''}`);
  }
  throw new IntakeClientError('NOT_BELFRY', `${address} answered ${response.status} and no verdicts: is it a Belfry?`);
}

function retryAfter(response: Response): { retryAfterMs?: number } {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: Math.max(seconds * 1_000, 50) } : {};
}

function readJson(text: string): Told | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `fetch` says only "fetch failed"; why is in its cause. */
function reasonOf(error: unknown): string {
  const inner = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (inner instanceof Error) return (inner as { code?: string }).code ?? inner.message;
  return String(inner);
}
