import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createIntakeClient } from '@belfry/ingest/client';
import { runImport } from '@belfry/ingest/import';
import { writeHistoryCsv } from '@belfry/ingest/simulator';
import { cpuOf } from './stage/cpu-time.ts';
import { onStage } from './stage/stage.ts';
import { untilStored } from './stage/stored.ts';

const MAPPING = fileURLToPath(new URL('../../ingest/mappings/orders.yaml', import.meta.url));
const DAY = 86_400_000;
const TO = Date.UTC(2026, 9, 31);

/**
 * `npm run bench -- import [rows]`: a CSV file of so many orders (200,000) in the simulator's shape through `belfry import`'s own
 * `runImport`, over HTTP to an intake of its own process, into Kafka: rows a second until the log has all, and until a
 * processor has judged and stored all of it.
 */
export async function importHistory([asked = '200000']: readonly string[]): Promise<void> {
  const orders = Number(asked);
  await onStage(async ({ run, log, sql, directory, clickhouse }) => {
    const { orders: file, rows } = await writeHistoryCsv(join(directory, 'history'), {
      seed: 'bench',
      from: TO - 30 * DAY,
      to: TO,
      orders,
      tickets: 0,
    });
    const { size } = await stat(file);
    const processor = run('processor');
    await processor.said(/the processor runs/);
    const intake = run('ingest');
    const [, url] = await intake.said(/(http:\S+)\/events/);
    const cpu = async () => {
      const [intakeMs, processorMs, clickhouseMs] = await Promise.all(
        [intake.pid, processor.pid, clickhouse.pid!].map(cpuOf),
      );
      return { intakeMs: intakeMs!, processorMs: processorMs!, clickhouseMs: clickhouseMs! };
    };
    const [before, own] = [await cpu(), process.cpuUsage()];
    const begun = Date.now();
    const report = await runImport({
      file,
      mapping: MAPPING,
      sink: createIntakeClient({ url: url! }),
      stateDir: directory,
      now: Date.now,
    });
    const toldMs = Date.now() - begun;
    const { user, system } = process.cpuUsage(own);
    await untilStored(log, sql);
    const storedMs = Date.now() - begun;
    const after = await cpu();
    const [archived] = await sql.query<{ n: number }>(
      "SELECT count() AS n FROM events WHERE generation = 1 AND position(value, 'importid') > 0",
    );
    const perSecond = (count: number, ms: number): number => Math.round(count / (ms / 1000));
    const figures = {
      rows: report.rows,
      items: rows.items,
      events: report.events,
      bytesARow: Math.round(size / report.rows),
      rowsASecond: perSecond(report.rows, toldMs),
      rowsASecondStored: perSecond(report.rows, storedMs),
      eventsASecondStored: perSecond(report.events, storedMs),
      importCpuS: Number(((user + system) / 1e6).toFixed(1)),
      intakeCpuS: (after.intakeMs - before.intakeMs) / 1000,
      processorCpuS: (after.processorMs - before.processorMs) / 1000,
      clickhouseCpuS: (after.clickhouseMs - before.clickhouseMs) / 1000,
    };
    console.table([figures]);
    console.log(JSON.stringify({ bench: 'import', ...figures }));
    // The one more is the word that the import is finished.
    if (report.refused > 0 || archived!.n < report.events)
      throw new Error(`${report.refused} rows were refused, ${archived!.n} of ${report.events} events are stored`);
  });
}
