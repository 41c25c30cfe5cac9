import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '@belfry/ingest/contract';
import { createEmbeddedLog, LOGS } from '@belfry/ingest/log';
import { createSql, startEmbeddedClickHouse } from '@belfry/sql';
import { type HookReceiver, startHookReceiver } from '../../support/hook-receiver.ts';
import { PACK } from '../workload/pack.ts';
import { type AppProcess, startApp } from './app-process.ts';
import { HOOKS_SECRET, hooksFile, type Stores } from './room.ts';

/** The place of a row whose Belfry is one process with everything in one directory. */
export interface EmbeddedRoom {
  readonly data: string;
  readonly receiver: HookReceiver;
  /** Resolves before it is up. */
  app(environment?: Readonly<Record<string, string>>): AppProcess;
  /** Opens the directory for a look, which no app may have meanwhile; closes it when that is done. */
  look<Seen>(at: (stores: Stores) => Promise<Seen>): Promise<Seen>;
  close(): Promise<void>;
}

/** @param data an existing directory; default: a temporary one. */
export async function openEmbeddedRoom(data?: string): Promise<EmbeddedRoom> {
  const place = await mkdtemp(join(tmpdir(), 'belfry-faults-'));
  const receiver = await startHookReceiver();
  const hooks = join(place, 'hooks.yaml');
  await writeFile(hooks, hooksFile(receiver.url));
  const directory = data ?? join(place, 'data');
  await mkdir(directory, { recursive: true });
  const apps: AppProcess[] = [];
  let closed = false;
  return {
    data: directory,
    receiver,
    app(environment = {}) {
      if (closed) throw new Error('the room is closed');
      const app = startApp({ data: directory, hooks, environment: { OPS_SECRET: HOOKS_SECRET, ...environment } });
      apps.push(app);
      return app;
    },
    async look(at) {
      const log = await createEmbeddedLog({ directory: join(directory, 'live', 'log'), wallClock: machineClock });
      const tables = join(directory, 'live', 'clickhouse');
      const engine = await startEmbeddedClickHouse({ directory: tables, minimumFree: 0 });
      const sql = createSql({ url: engine.url, database: 'belfry' });
      try {
        await log.ensure(LOGS);
        return await at({ log, sql, receiver });
      } finally {
        await log.close();
        await sql.close();
        await engine.stop();
      }
    },
    async close() {
      closed = true;
      for (const app of apps) await app.kill();
      await receiver.close();
      await rm(place, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Publishes the workload's pack and waits until every lane has taken it: what is told before is ruled by nobody. */
export async function publishPack(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/api/policies?file=${PACK.name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/yaml' },
      body: PACK.yaml,
    });
    const body = (await answer.json()) as { waitsFor?: string[]; error?: unknown };
    if (!answer.ok) throw new Error(`publishing the pack: ${answer.status} ${JSON.stringify(body)}`);
    if (body.waitsFor?.length === 0) return;
  }
}
