import type { WallClock } from '@belfry/ingest/contract';
import { LogError } from '@belfry/ingest/log';
import { SqlError } from '@belfry/sql';
import { type Context, Hono } from 'hono';
import type { PolicyPublisher } from '../../pipeline/publish-policies.ts';
import type { PublishedPolicies } from '../../pipeline/published-policies.ts';
import { answer } from '../answer.ts';
import { packOf, sourceOf } from '../pack-body.ts';
import { RefusedError } from '../refusal.ts';
import { lintAnswer } from './lint-answer.ts';
import { listPolicies } from './list-policies.ts';
import { policyChanges } from './policy-changes.ts';
import { foresee, publish } from './publish-policy.ts';

/** A publication answers after so long at the latest, ms; whoever asks again waits on. */
const PATIENCE_MS = 10_000;

export interface PolicyRoutesOptions {
  readonly published: PublishedPolicies;
  readonly publisher: PolicyPublisher;
  readonly wallClock: WallClock;
  readonly patienceMs?: number;
}

/**
 * | | |
 * |---|---|
 * | `GET /api/policies` | every published version, and which is in force now |
 * | `GET /api/policies/812` | its bytes, as they were published |
 * | `GET /api/policies/812/changes?from=640` | what is different, without `from` to the version before it |
 * | `POST /api/policies/lint?file=shop.yaml` | every mistake of a pack (application/yaml); nothing is published |
 * | `POST /api/policies?file=shop.yaml` | publishes a pack (application/yaml); `&dry-run` says only what would come of it |
 */
export function policyRoutes({ published, publisher, wallClock, patienceMs = PATIENCE_MS }: PolicyRoutesOptions): Hono {
  const app = new Hono();
  const now = (): number => wallClock.now();

  app.get('/api/policies', (c) =>
    answering(c, async () => c.json(await listPolicies(published, now()), 200, { 'Cache-Control': 'no-store' })),
  );

  app.get('/api/policies/:number{[0-9]{1,15}}', (c) =>
    answering(c, async () => {
      const number = Number(c.req.param('number'));
      const record = await published.record(number);
      if (record !== undefined)
        return c.body(record.source, 200, { 'Content-Type': 'application/yaml; charset=utf-8' });
      const reason = `There is no version ${number}.`;
      return c.json({ refused: 'number', reason, remedy: 'GET /api/policies lists those that there are.' }, 404);
    }),
  );

  app.get('/api/policies/:number{[0-9]{1,15}}/changes', (c) =>
    answer(c, async () => {
      const from = c.req.query('from');
      if (from !== undefined && !/^\d{1,15}$/.test(from)) {
        throw new RefusedError(400, 'from', `"${from}" is no number of a version.`, 'Write for instance from=640.');
      }
      return policyChanges(published, Number(c.req.param('number')), from === undefined ? undefined : Number(from));
    }),
  );

  app.post('/api/policies/lint', async (c) => {
    const sent = await sourceOf(c);
    return sent instanceof Response ? sent : c.json(lintAnswer(sent.source, sent.name, now()), 200);
  });

  app.post('/api/policies', (c) =>
    answering(c, async () => {
      const sent = await packOf(c, now());
      if (sent instanceof Response) return sent;
      if (c.req.query('dry-run') !== undefined) return c.json(await foresee(sent, published, now()));
      const answer = await publish(sent, published, publisher, patienceMs, now);
      if (answer.number === null) {
        const reason = 'It is in the log, but no processor has read partition 0, which gives it its number.';
        const remedy = 'See that a processor runs, and publish it again: nothing is published twice.';
        return c.json({ refused: 'no-processor', reason, remedy }, 503, { 'Retry-After': '1' });
      }
      return c.json(answer, answer.waitsFor.length > 0 ? 202 : answer.known ? 200 : 201);
    }),
  );
  return app;
}

/** What the log or the tables cannot do now is said with its reason; nothing was half done that asking again would not mend. */
async function answering(c: Context, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LogError && error.code === 'LOG_TOO_LARGE') {
      const reason = 'The pack with its compiled calendars is too large for one record of the log.';
      return c.json(
        { refused: 'too-large', reason, remedy: 'Write several packs, each with the calendars it needs.' },
        413,
      );
    }
    if (!(error instanceof LogError || error instanceof SqlError)) throw error;
    return c.json({ refused: 'unavailable', reason: error.message, remedy: 'Try again.' }, 503, { 'Retry-After': '1' });
  }
}
