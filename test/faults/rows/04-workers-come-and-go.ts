import { type Fault, mustBite } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { appendAll } from '../workload/append.ts';
import { drive, type Told } from '../workload/drive.ts';
import { keptOrders } from '../workload/orders.ts';
import { traffic } from '../workload/traffic.ts';
import { eventually } from '../world/eventually.ts';
import type { ProcessorProcess } from '../world/processor-process.ts';

/** The first one and those that join, two at a time: ten in all. */
const JOIN = [2, 2, 2, 2, 1];
const ORDERS_A_BATCH = 3_000;
/** So many records at least wait in the lanes when they change hands. */
const LONG = 500;

export const workersComeAndGo: Fault = {
  number: 4,
  title: 'ten workers join and leave, stopped in the middle of a long batch or killed',
  quick: false,
  async run(world) {
    const room = await world.room('f04');
    let here = [await room.processor()];
    const intake = await room.intake();
    const begun = Date.now();
    const tellings = traffic({ seed: 4, subjects: 1_000, lastsMs: 60_000, begun });
    const source = drive(tellings, () => intake.url, begun);
    const told: Told[] = [];
    const waited: number[] = [];
    const ends: Record<string, number> = { stopped: 0, killed: 0 };
    for (const [round, count] of JOIN.entries()) {
      const joining = await Promise.all(Array.from({ length: count }, () => room.processor()));
      for (const each of joining) await eventually('who joined has lanes', async () => (await lanesOf(each)) > 0);
      const batch = { seed: round, orders: ORDERS_A_BATCH, begun: Date.now() - 60_000, lastsMs: 50_000 };
      told.push(await appendAll(room.log, keptOrders({ ...batch, name: `batch${round}` })));
      waited.push(await backlogOf([...here, ...joining]));
      // One after the other leaves: the one says goodbye in the middle of the batch, the other does not.
      for (const [n, leaving] of here.entries()) {
        const isStopped = (round + n) % 2 === 0;
        await (isStopped ? leaving.stop() : leaving.kill());
        ends[isStopped ? 'stopped' : 'killed']!++;
      }
      here = joining;
    }
    const longest = waited.filter((count) => count > LONG).length;
    mustBite(longest >= 2, `records that waited when lanes changed hands: ${waited.join(', ')}`);
    mustBite(ends.killed! > 2 && ends.stopped! > 2, `left: ${JSON.stringify(ends)}`);
    told.push(await source.done);
    await calm(room, here);
    for (const each of here) await each.stop();
    const compared = await compare(room, told);
    return `${ends.stopped} were stopped and ${ends.killed} killed while ${waited.join(', ')} records waited; compared ${compared}`;
  },
};

const lanesOf = async (processor: ProcessorProcess): Promise<number> =>
  (await processor.status()).lanes.filter(({ log }) => log === 'events').length;

/** Records of `events` that they know of and have not applied yet. */
async function backlogOf(processors: readonly ProcessorProcess[]): Promise<number> {
  const statuses = await Promise.all(processors.map((each) => each.status()));
  const lanes = statuses.flatMap((status) => status.lanes).filter(({ log }) => log === 'events');
  return lanes.reduce((sum, { nextOffset, end }) => sum + end - nextOffset, 0);
}
