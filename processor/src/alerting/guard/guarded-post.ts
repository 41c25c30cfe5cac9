import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { WallClock } from '@belfry/ingest/contract';
import type { Answer } from '../retry.ts';
import { AddressRefusedError, guardedLookup, type Lookup, machineLookup } from './guarded-lookup.ts';
import { hostRefused } from './host-refused.ts';
import { wordsOf } from './words-of.ts';

/** From the first look at the name to the answer's last header. */
export const TIMEOUT_MS = 15_000;
const MOST_HEADER_BYTES = 8 * 1024;

export interface GuardedPost {
  /** http or https; may hold secrets. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly allowPrivate: boolean;
  readonly wallClock: WallClock;
  readonly abandoned: AbortSignal;
  /** Default: the machine's. */
  readonly lookup?: Lookup | undefined;
}

/**
 * One post to a hook. Never throws; no answer holds the url, a header or what the receiver wrote. Each post is a connection of
 * its own, so that each is checked. A redirect is an answer like another and is not followed.
 */
export async function guardedPost(post: GuardedPost): Promise<Answer> {
  try {
    const url = new URL(post.url);
    const why = post.allowPrivate ? null : hostRefused(url.hostname);
    if (why !== null) throw new AddressRefusedError(why);
    return await posted(url, post);
  } catch (error) {
    return { kind: 'unreachable', reason: wordsOf(error) };
  }
}

/** Rejects only if there is no request to be made of what was given: a url or a header that is none. */
function posted(url: URL, post: GuardedPost): Promise<Answer> {
  return new Promise((answered) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      agent: false,
      headers: { ...post.headers, 'user-agent': 'Belfry', 'content-length': Buffer.byteLength(post.body) },
      maxHeaderSize: MOST_HEADER_BYTES,
      lookup: guardedLookup(post.lookup ?? machineLookup, post.allowPrivate),
    });
    const end = (answer: Answer): void => {
      cancelTimer();
      post.abandoned.removeEventListener('abort', abandon);
      answered(answer);
      request.destroy();
    };
    const cancelTimer = post.wallClock.after(TIMEOUT_MS, () => end({ kind: 'timeout' }));
    const abandon = (): void => end({ kind: 'unreachable', reason: 'abandoned' });
    post.abandoned.addEventListener('abort', abandon);
    // Only the status matters: what the receiver writes below it is neither read nor waited for.
    request.once('response', ({ statusCode = 0, headers }) =>
      end({ kind: 'answered', status: statusCode, retryAfter: headers['retry-after'] ?? null }),
    );
    // It stays: what is destroyed while it connects complains once more.
    request.on('error', (error) => end({ kind: 'unreachable', reason: wordsOf(error) }));
    if (post.abandoned.aborted) abandon();
    else request.end(post.body);
  });
}
