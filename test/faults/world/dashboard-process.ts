import { fileURLToPath } from 'node:url';
import { type ChildLines, runNode } from '../../support/child-lines.ts';
import type { WallsReport } from '../children/walls.ts';
import { startChild } from './child.ts';
import type { Room } from './room.ts';

export interface DashboardProcess extends ChildLines {
  readonly url: string;
  kill(): Promise<void>;
}

/** The dashboard as `dashboard/src/main.ts` starts it. @param port 0 takes a free one. */
export async function startDashboard(room: Room, port = 0): Promise<DashboardProcess> {
  const main = fileURLToPath(new URL('../../../dashboard/src/main.ts', import.meta.url));
  const process = runNode(['--import', 'tsx', main], {
    KAFKA_BROKERS: room.brokers.join(','),
    CLICKHOUSE_URL: room.clickhouseUrl,
    CLICKHOUSE_DB: room.database,
    BELFRY_PREFIX: room.prefix,
    PORT: String(port),
  });
  const kill = async (): Promise<void> => {
    process.child.kill('SIGKILL');
    await process.ended;
  };
  room.onClose(kill);
  const [, url] = await process.said(/The wall is at (http:\S+)\//);
  return { ...process, url: url!, kill };
}

export interface Walls {
  report(): Promise<WallsReport>;
  /** Resolves with the first report that is as wished; looks each 200 ms. */
  until(isIt: (report: WallsReport) => boolean): Promise<WallsReport>;
}

/** Walls before a dashboard, in a process of their own. */
export async function startWalls(room: Room, url: string, count: number): Promise<Walls> {
  const child = startChild('../children/walls.ts', { url, count }, undefined);
  room.onClose(() => child.kill());
  await child.ready;
  let asked = 0;
  const report = async (): Promise<WallsReport> => {
    const id = ++asked;
    child.ask({ status: id });
    return (await child.until<{ id?: number; report: WallsReport }>((message) => message.id === id)).report;
  };
  return {
    report,
    async until(isIt) {
      const end = Date.now() + WITHIN_MS;
      for (;;) {
        const now = await report();
        if (isIt(now)) return now;
        if (Date.now() > end) {
          const { pictures, ...rest } = now;
          throw new Error(`walls do not come to that: ${JSON.stringify(rest)}, ${pictures.length} pictures`);
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
  };
}

const WITHIN_MS = 60_000;
