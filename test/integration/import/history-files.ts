import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeHistoryCsv } from '@belfry/ingest/simulator';

export const MAPPINGS = fileURLToPath(new URL('../../../ingest/mappings/', import.meta.url));

export interface HistoryFolder {
  readonly orders: string;
  readonly items: string;
  readonly incidents: string;
  /** An empty folder for progress and refused rows. */
  readonly state: string;
  remove(): Promise<void>;
}

/** Real history from BELFRY_HISTORY (orders/ and incidents/), else the simulator's files of the same columns. */
export async function historyFolder(): Promise<HistoryFolder> {
  const temp = await mkdtemp(join(tmpdir(), 'belfry-history-'));
  const state = join(temp, 'state');
  const remove = () => rm(temp, { recursive: true, force: true });
  const real = process.env.BELFRY_HISTORY;
  if (real !== undefined && real !== '') {
    const files = {
      orders: join(real, 'orders', 'orders.csv'),
      items: join(real, 'orders', 'order_items.csv'),
      incidents: join(real, 'incidents', 'incidents.csv'),
    };
    for (const file of Object.values(files)) {
      if (!existsSync(file)) throw new Error(`BELFRY_HISTORY is set, but there is no ${file}`);
    }
    return { ...files, state, remove };
  }
  // Long past on any machine, or its last promises would still be open.
  const to = Date.parse('2025-06-01T00:00:00Z');
  const from = Date.parse('2025-04-20T00:00:00Z');
  const files = await writeHistoryCsv(temp, { seed: 'history', from, to, orders: 1_200, tickets: 300, settled: false });
  return { ...files, state, remove };
}
