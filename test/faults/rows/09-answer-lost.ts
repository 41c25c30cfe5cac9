import { type Fault, mustBite } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';
import { startClickHouseLine } from '../world/clickhouse-line.ts';

/** Every table that this load writes. */
const TABLES = [
  'policies',
  'policies_taken',
  'events',
  'signals',
  'kpi_deltas',
  'kpi_totals',
  'clocks',
  'subjects',
  'positions',
  'incidents',
  'incident_items',
  'sources',
];

export const answerLost: Fault = {
  number: 9,
  title: 'the socket closed after a successful INSERT, before its answer, for each table',
  quick: true,
  async run(world) {
    const room = await world.room('f09');
    const line = await startClickHouseLine(room.clickhouseUrl);
    room.onClose(() => line.close());
    const lost = TABLES.map((table) =>
      line.ambush(table, async (insert) => {
        const status = await insert.finish();
        insert.hangUp();
        return { table, status, bytes: insert.body.length };
      }),
    );
    const processor = await room.processor({ url: line.url });
    const intake = await room.intake();
    const begun = Date.now();
    const source = drive(traffic({ seed: 9, subjects: 300, lastsMs: 8_000, begun }), () => intake.url, begun);
    for (const { table, status } of await Promise.all(lost))
      mustBite(status === 200, `ClickHouse answered ${status} to the INSERT into ${table}`);
    const told = await source.done;
    await calm(room, [processor]);
    await processor.stop();
    const compared = await compare(room, [told]);
    return `the answer to a stored INSERT into each of ${TABLES.join(', ')} was lost; compared ${compared}`;
  },
};
