import { Webhook } from 'standardwebhooks';
import type { Notification, NotificationAction } from '../../contract/notification.ts';
import type { NotificationBody } from '../../contract/notification-schema.ts';
import { guardedPost } from '../guard/guarded-post.ts';
import type { WebhookHook } from '../hook-config.ts';
import type { Receiver, ReceiverDeps } from './receiver.ts';

const TYPES: Readonly<Record<NotificationAction, NotificationBody['type']>> = {
  trigger: 'incident.triggered',
  update: 'incident.updated',
  acknowledge: 'incident.acknowledged',
  resolve: 'incident.resolved',
  announce: 'announcement',
  heartbeat: 'heartbeat',
  test: 'test',
};

/** Standard Webhooks: the whole notification, signed by every secret so that a receiver may change over in peace. */
export function webhookReceiver(hook: WebhookHook, deps: ReceiverDeps): Receiver {
  const signers = hook.secrets.map((secret) => new Webhook(secret));
  return {
    body: webhookBody,
    post({ id, body }, abandoned) {
      const sentAt = new Date(deps.wallClock.now());
      return guardedPost({
        url: hook.url,
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
          'webhook-signature': signers.map((signer) => signer.sign(id, sentAt, body)).join(' '),
        },
        allowPrivate: hook.allowPrivate,
        abandoned,
        ...deps,
      });
    },
  };
}

/** Who the hook is stays inside: its name is nobody else's business. */
export function webhookBody({ hook: _, ...data }: Notification): string {
  const body: NotificationBody = { type: TYPES[data.action], timestamp: new Date(data.at).toISOString(), data };
  return JSON.stringify(body);
}
