import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Webhook } from 'standardwebhooks';

export interface DemoReceiver {
  /** `POST /demo/receiver`. */
  readonly app: Hono;
  /** By which its posts are signed: `whsec_` and base64, another one at each start. */
  readonly secret: string;
}

export const DEMO_RECEIVER_PATH = '/demo/receiver';
/** A notification lists its first items only. */
const MOST_BYTES = 256 * 1024;

/**
 * The receiver that the demo tells, as anybody's by Standard Webhooks: 204 for what its signature vouches for, 401 for all
 * else. It keeps nothing.
 */
export function createDemoReceiver(): DemoReceiver {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const webhook = new Webhook(secret);
  const app = new Hono();
  app.use(DEMO_RECEIVER_PATH, bodyLimit({ maxSize: MOST_BYTES, onError: (c) => c.text('too long', 413) }));
  app.post(DEMO_RECEIVER_PATH, async (c) => {
    try {
      webhook.verify(await c.req.text(), c.req.header());
    } catch {
      return c.text('Not signed by this demo.\n', 401);
    }
    return c.body(null, 204);
  });
  return { app, secret };
}
