import { createHash } from 'node:crypto';
import type { WallClock } from '@belfry/ingest/contract';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { HookConfig } from '../hook-config.ts';
import { plain } from '../texts/plain.ts';
import { readPagerDuty, verifyPagerDuty } from './pagerduty.ts';
import { readSlack, verifySlack } from './slack.ts';

/** An event for the log. `id` follows from the press or the webhook itself, so that intake knows it when it comes again. */
export interface InboundEvent {
  readonly id: string;
  readonly specversion: '1.0';
  readonly source: 'belfry';
  readonly type: 'signal.acknowledged';
  /** `incident/inc_…`, or `incident/grp_…`: those of a group. */
  readonly subject: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly data: { readonly who: string; readonly until: string; readonly comment: string };
}

export interface InboundOptions {
  readonly hooks: readonly HookConfig[];
  /** Resolves once the log has it. */
  readonly say: (event: InboundEvent) => Promise<void>;
  readonly wallClock: WallClock;
  readonly report: (line: string) => void;
}

/** PagerDuty sends the whole incident; Slack the message that was pressed. */
const MOST_BYTES = 256 * 1024;
/** As long as an acknowledgement holds: after that, what comes late is over. */
const ACKNOWLEDGED_FOR_MS = 30 * 60_000;
/** By so much a clock at the other end may be ahead. */
const AHEAD_MS = 5 * 60_000;

/**
 * `POST /inbound/slack/:hook` (the interactivity url) and `POST /inbound/pagerduty/:hook` (a webhook v3 subscription): who
 * acknowledged there has acknowledged here. 401 for what is forged or old, and for hooks that do not exist: both look alike.
 */
export function createInbound(options: InboundOptions): Hono {
  const app = new Hono();
  app.use('/inbound/*', bodyLimit({ maxSize: MOST_BYTES, onError: (c) => c.text('too long', 413) }));
  app.post('/inbound/slack/:hook', async (c) => {
    const { name, secret } = secretOf(options.hooks, 'slack', c.req.param('hook'));
    const body = await c.req.text();
    const headers = {
      signature: c.req.header('x-slack-signature'),
      timestamp: c.req.header('x-slack-request-timestamp'),
    };
    if (secret === null || !verifySlack(body, headers, secret, options.wallClock.now())) return refused(c);
    const said = readSlack(body);
    return said ? take(c, name, { ...said, by: 'Slack' }, options) : nothing(c);
  });
  app.post('/inbound/pagerduty/:hook', async (c) => {
    const { name, secret } = secretOf(options.hooks, 'pagerduty', c.req.param('hook'));
    const body = await c.req.text();
    if (secret === null || !verifyPagerDuty(body, c.req.header('x-pagerduty-signature'), secret)) return refused(c);
    const said = readPagerDuty(body);
    if (!said) return nothing(c);
    // It knows the dedup key, and the third fold knows whose that is.
    return take(c, name, { ...said, incidents: [said.group], by: 'PagerDuty' }, options);
  });
  return app;
}

/** The one hook of that kind and name, with what proves who writes; a secret of null lets nobody in. */
function secretOf(hooks: readonly HookConfig[], kind: 'slack' | 'pagerduty', name: string) {
  for (const hook of hooks) {
    if (hook.name !== name || hook.kind !== kind) continue;
    return { name, secret: (hook.kind === 'slack' ? hook.signingSecret : hook.webhookSecret) || null };
  }
  return { name, secret: null };
}

interface Acknowledged {
  readonly id: string;
  readonly who: string;
  readonly at: number;
  readonly incidents: readonly string[];
  readonly by: string;
}

async function take(c: Context, hook: string, said: Acknowledged, options: InboundOptions): Promise<Response> {
  const { at, incidents, who, by } = said;
  const age = options.wallClock.now() - at;
  if (age > ACKNOWLEDGED_FOR_MS || age < -AHEAD_MS) return refused(c);
  const time = new Date(at).toISOString();
  const until = new Date(at + ACKNOWLEDGED_FOR_MS).toISOString();
  try {
    for (const incident of new Set(incidents)) {
      await options.say({
        specversion: '1.0',
        id: idOf(hook, said.id, incident),
        source: 'belfry',
        type: 'signal.acknowledged',
        subject: `incident/${incident}`,
        time,
        data: { who: plain(who, 100), until, comment: `via ${by}` },
      });
    }
  } catch (error) {
    options.report(
      `hook ${hook}: an acknowledgement from ${by} could not be written (${String(error)}); it may come again`,
    );
    return c.text('not now', 503, { 'retry-after': '5' });
  }
  return c.body(null, 200);
}

/** The parts are hashed apart from each other: no two of them can be moved about to make the same whole. */
const idOf = (...parts: readonly string[]): string =>
  `ack_${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`;

const refused = (c: Context): Response => c.text('not known', 401);
/** Meant for Belfry, and no business of its: a link that was opened, an incident that was resolved by hand. */
const nothing = (c: Context): Response => c.body(null, 200);
