import type { WallClock } from '@belfry/ingest/contract';
import { Webhook } from 'standardwebhooks';
import type { WebhookHook } from '../hook-config.ts';
import type { Receiver } from './receiver.ts';

const TIMEOUT_MS = 15_000;

/** Posts to one hook, signed per Standard Webhooks. The secret has been checked when the hook was configured. */
export function createWebhook(hook: WebhookHook, wallClock: WallClock): Receiver {
  const signers = hook.secrets.map((secret) => new Webhook(secret));
  return {
    body: (notification) =>
      JSON.stringify({
        type: `notification.${notification.action}`,
        timestamp: new Date(notification.at).toISOString(),
        data: notification,
      }),
    async post({ id, body }, abandoned) {
      const attempt = new AbortController();
      let timedOut = false;
      const cancelTimer = wallClock.after(TIMEOUT_MS, () => {
        timedOut = true;
        attempt.abort();
      });
      const abandon = (): void => attempt.abort();
      abandoned.addEventListener('abort', abandon);
      const sentAt = new Date(wallClock.now());
      try {
        const response = await fetch(hook.url, {
          method: 'POST',
          body,
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Belfry',
            'webhook-id': id,
            'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
            'webhook-signature': signers.map((signer) => signer.sign(id, sentAt, body)).join(' '),
          },
          // A redirect would carry what we signed to a place that nobody configured.
          redirect: 'manual',
          signal: attempt.signal,
        });
        // Only the status matters; a long body must neither be read nor hold its connection.
        await response.body?.cancel().catch(() => undefined);
        return { kind: 'answered', status: response.status, retryAfter: response.headers.get('retry-after') };
      } catch (error) {
        if (timedOut) return { kind: 'timeout' };
        return { kind: 'unreachable', reason: reasonOf(error) };
      } finally {
        cancelTimer();
        abandoned.removeEventListener('abort', abandon);
      }
    },
  };
}

/** fetch hides what happened in its cause: ECONNREFUSED, ENOTFOUND, a certificate. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' ? code : cause.message;
}
