import { type Fault, mustBite } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';
import { startClickHouseLine } from '../world/clickhouse-line.ts';
import { eventually } from '../world/eventually.ts';

/** Where in an INSERT the power goes: half of it has been sent, or all of it, and nothing was answered yet. */
type Moment = 'half sent' | 'all sent';

const DEATHS: readonly { readonly table: string; readonly moment: Moment }[] = [
  { table: 'events', moment: 'half sent' },
  { table: 'subjects', moment: 'all sent' },
  { table: 'positions', moment: 'half sent' },
  { table: 'clocks', moment: 'all sent' },
  { table: 'signals', moment: 'half sent' },
  { table: 'kpi_deltas', moment: 'all sent' },
  { table: 'kpi_totals', moment: 'half sent' },
  { table: 'positions', moment: 'all sent' },
];
const QUICK_DEATHS = 3;

export const clickhouseKilled: Fault = {
  number: 7,
  title: 'ClickHouse killed in the middle of an INSERT',
  quick: true,
  async run(world) {
    const room = await world.room('f07');
    const line = await startClickHouseLine(room.clickhouseUrl);
    room.onClose(() => line.close());
    const processor = await room.processor({ url: line.url });
    const intake = await room.intake();
    const deaths = DEATHS.slice(0, world.isQuick ? QUICK_DEATHS : DEATHS.length);
    const begun = Date.now();
    const tellings = traffic({ seed: 7, subjects: 250 * deaths.length, lastsMs: 5_000 * deaths.length, begun });
    const source = drive(tellings, () => intake.url, begun);
    const bites: string[] = [];
    // So that a commit has many rows.
    await source.reached(100);
    for (const { table, moment } of deaths) {
      const sent = await line.ambush(table, async (insert) => {
        const bytes = moment === 'all sent' ? insert.body.length : Math.ceil(insert.body.length / 2);
        await insert.forward(bytes);
        await world.clickhouse.kill();
        insert.hangUp();
        return `${bytes} of ${insert.body.length} bytes of ${table}`;
      });
      mustBite(source.acknowledged() < tellings.length, `the load was over before the INSERT into ${table}`);
      bites.push(sent);
      await eventually('ClickHouse is back', () =>
        room.sql.query('SELECT 1').then(
          () => true,
          () => false,
        ),
      );
    }
    const told = await source.done;
    await calm(room, [processor]);
    await processor.stop();
    const compared = await compare(room, [told]);
    return `killed ${bites.length} times, when it had ${bites.join(', ')}; compared ${compared}`;
  },
};
