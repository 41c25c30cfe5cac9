import { mayDo } from '@belfry/access';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { readDemoHooks, saysWhoIsTold } from './demo-hooks.ts';
import { createDemoReceiver, DEMO_RECEIVER_PATH } from './demo-receiver.ts';

const BODY = JSON.stringify({ id: 'ntf_1', kind: 'heartbeat' });

function signed(secret: string, at = new Date()): Record<string, string> {
  const signature = new Webhook(secret).sign('ntf_1', at, BODY);
  return {
    'webhook-id': 'ntf_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signature,
  };
}

describe('the receiver of the demo', () => {
  const receiver = createDemoReceiver();
  const post = async (headers: Record<string, string>, body = BODY): Promise<number> =>
    (await receiver.app.request(DEMO_RECEIVER_PATH, { method: 'POST', headers, body })).status;

  it('takes what is signed by its secret', async () => {
    expect(await post(signed(receiver.secret))).toBe(204);
  });

  it('refuses what is signed by another one, was changed on its way, is old, or is not signed', async () => {
    expect(await post(signed(createDemoReceiver().secret))).toBe(401);
    expect(await post(signed(receiver.secret), `${BODY} `)).toBe(401);
    expect(await post(signed(receiver.secret, new Date(Date.now() - 3_600_000)))).toBe(401);
    expect(await post({})).toBe(401);
  });

  it('is open without a token: whoever posts has the signature', () => {
    expect(mayDo('nobody', 'POST', DEMO_RECEIVER_PATH)).toBe('signed');
    expect(mayDo('nobody', 'GET', DEMO_RECEIVER_PATH)).toBe('no');
  });

  it('reads no more than a notification holds', async () => {
    expect(await post({}, 'x'.repeat(300_000))).toBe(413);
  });
});

describe('who is told of the demo', () => {
  it('is its own receiver, of everything, with a heartbeat', async () => {
    const address = { url: 'http://127.0.0.1:4100/demo/receiver', secret: createDemoReceiver().secret };
    const { hooks, routing, warnings } = await readDemoHooks(address, Date.parse('2026-11-23T12:00:00Z'));
    expect(warnings).toEqual([]);
    expect(hooks).toMatchObject([{ name: 'demo', kind: 'webhook', url: address.url, secrets: [address.secret] }]);
    expect(routing.routes.map(({ when, to }) => [when, to])).toEqual([[{}, ['demo']]]);
    expect(routing.heartbeat).toMatchObject({ to: ['demo'] });
    // The log may be shown to others.
    expect(JSON.stringify(routing)).not.toContain(address.secret);
  });

  it('is whoever the environment names, if it names anybody', () => {
    expect(saysWhoIsTold({})).toBe(false);
    expect(saysWhoIsTold({ BELFRY_HOOKS: ' ' })).toBe(false);
    expect(saysWhoIsTold({ BELFRY_HOOKS: 'hooks.yaml' })).toBe(true);
    expect(saysWhoIsTold({ BELFRY_HOOK_URL: 'https://example.org' })).toBe(true);
  });
});
