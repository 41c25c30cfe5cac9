import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runImport } from '@belfry/ingest/import';
import { type Fault, mustBite, mustHold } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { quarantinedIn } from '../oracle/quarantine.ts';
import { anEvent, atOnce } from '../workload/an-event.ts';
import { drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';
import { foreignProducer } from '../world/foreign-producer.ts';

const ZONELESS = ['2026-11-23T10:00:00', '2026-11-23 10:00', '2026-11-23', '2026-11-23T10:00:00.000'];

export const timesWithoutAZone: Fault = {
  number: 15,
  title: 'times without a zone: over HTTP, in an import, and straight to the log',
  quick: false,
  async run(world) {
    const room = await world.room('f15');
    const processor = await room.processor();
    const intake = await room.intake();
    const begun = Date.now();
    const source = drive(traffic({ seed: 15, subjects: 150, lastsMs: 3_000, begun }), () => intake.url, begun);
    const zoneless = ZONELESS.map((time, n) => anEvent({ id: `z-${n}`, subject: `order/z-${n}`, time }));

    const { acknowledged, refused } = await drive(atOnce(zoneless), () => intake.url, begun).done;
    mustBite(refused.length === zoneless.length, `${refused.length} of ${zoneless.length} were refused over HTTP`);
    mustHold(acknowledged.size === 0, 'none of them is acknowledged');
    for (const { code, message } of refused) {
      mustHold(code === 'TIME_WITHOUT_ZONE', `the code says what is missing: ${code}`);
      mustHold(/write .*\dZ/.test(message), `the message says what to write: ${message}`);
    }

    const foreign = await foreignProducer(room);
    await foreign.send(zoneless.map((event) => ({ key: event.subject, value: Buffer.from(JSON.stringify(event)) })));
    const rows = await importedWithoutZone();

    const told = [await source.done];
    await calm(room, [processor]);
    await processor.stop();
    const kept = await quarantinedIn(room);
    mustBite(kept.length === zoneless.length, `${kept.length} of ${zoneless.length} are quarantined from the log`);
    for (const { code, reason } of kept) mustHold(code === 'NO_TIME' && reason.includes('with a zone'), reason);
    return `${refused.length} refused over HTTP, ${rows} rows of an import, ${kept.length} quarantined; compared ${await compare(room, told)}`;
  },
};

/** A mapping that does not say whose local time the rows tell. @returns how many rows were refused because of it. */
async function importedWithoutZone(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-faults-'));
  const mapping = join(directory, 'mapping.yaml');
  await writeFile(mapping, MAPPING);
  const file = join(directory, 'orders.csv');
  await writeFile(file, ORDERS);
  const told: string[] = [];
  const report = await runImport({
    file,
    mapping,
    now: () => Date.now(),
    sink: {
      send: async (events) => {
        told.push(...events.filter(({ type }) => type !== 'import.finished').map(({ id }) => id));
        return events.map(({ id, source }, index) => ({ index, id, source, status: 'accepted' as const }));
      },
    },
  });
  await rm(directory, { recursive: true, force: true });
  mustHold(told.length === 0 && report.refused === report.rows && report.rows > 0, 'no row of it is told');
  const [first] = report.refusedRows;
  mustHold(first!.reason.includes('needs the mapping') && first!.reason.includes('zone'), first!.reason);
  return report.refused;
}

const ORDERS = 'order_id,bought\no-1,2026-11-23 10:00:00\no-2,2026-11-23 11:00:00\n';
const MAPPING = `version: 1
name: orders
source: import/orders
times: ["yyyy-MM-dd HH:mm:ss"]
subject: { kind: order, key: order_id }
events:
  - type: order.created
    time: { column: bought, required: true }
`;
