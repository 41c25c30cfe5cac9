import type { WallClock } from '@belfry/ingest/contract';
import type { Sql } from '@belfry/sql';
import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import type { BacktestFailure, BacktestLine } from '../../contract/index.ts';
import { inForce } from '../../domain/policy/versions.ts';
import type { PublishedPolicies } from '../../pipeline/published-policies.ts';
import { packOf } from '../pack-body.ts';
import { intervalOf } from './interval-of.ts';
import { runBacktest } from './run-backtest.ts';

export interface BacktestRoutesOptions {
  readonly sql: Sql;
  readonly generation: number;
  readonly published: PublishedPolicies;
  readonly wallClock: WallClock;
  /** Called for what an operator should read. */
  readonly report: (line: string) => void;
}

/**
 * `POST /api/backtest?from=2026-10-01&to=2026-11-01` with a pack (application/yaml): what it would have said of that time,
 * beside the version of its name that is in force. The answer is NDJSON (see `BacktestLine`). It stops when nobody
 * listens any more; one runs at a time, since each takes a processor's time from the lanes.
 */
export function backtestRoutes(options: BacktestRoutesOptions): Hono {
  const { sql, generation, published, wallClock, report } = options;
  const app = new Hono();
  let isRunning = false;

  app.post('/api/backtest', async (c) => {
    const interval = intervalOf(c.req.query('from'), c.req.query('to'));
    if ('wrong' in interval) {
      return c.json({ refused: 'interval', reason: interval.wrong, remedy: 'Name the interval in the URL.' }, 400);
    }
    const sent = await packOf(c, wallClock.now());
    if (sent instanceof Response) return sent;
    if (isRunning) {
      const remedy = 'Wait for it, or end it where it was asked for.';
      return c.json({ refused: 'busy', reason: 'Another back-test is running.', remedy }, 429, { 'Retry-After': '5' });
    }
    isRunning = true;
    c.header('content-type', 'application/x-ndjson');
    c.header('cache-control', 'no-store');
    return stream(c, async (out) => {
      let isCancelled = false;
      out.onAbort(() => {
        isCancelled = true;
      });
      const write = async (lines: readonly BacktestLine[]): Promise<void> => {
        await out.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      };
      try {
        const { compiled } = sent.parsed;
        const ruling = inForce(await published.versions(), compiled.pack, wallClock.now());
        const record = ruling && (await published.record(ruling.number));
        const against = record && { number: ruling.number, pack: record.compiled };
        await runBacktest({
          sql,
          generation,
          wallClock,
          pack: compiled,
          against,
          interval,
          write,
          isCancelled: () => isCancelled,
        });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        report(`a back-test failed: ${reason}`);
        const failure: BacktestFailure = { kind: 'failed', reason, remedy: 'Ask again; nothing was changed.' };
        await write([failure]);
      } finally {
        isRunning = false;
      }
    });
  });
  return app;
}
