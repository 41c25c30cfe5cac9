import { type LogRecord, partitionOf } from '@belfry/ingest/log';
import { decodeSignal, isKpiSignal, isNotice } from '@belfry/processor/contract';
import { readLog } from '../../support/read-log.ts';
import { type Fault, mustBite, mustHold } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { endsOf } from '../oracle/positions.ts';
import { appendAll } from '../workload/append.ts';
import { type Drive, drive } from '../workload/drive.ts';
import { tangledOrders } from '../workload/orders.ts';
import { traffic } from '../workload/traffic.ts';
import { eventually } from '../world/eventually.ts';
import type { ProcessorProcess } from '../world/processor-process.ts';
import type { Room } from '../world/room.ts';

const HUGE = 5;
const ORDERS = 4_000;
const EVENTS_AN_ORDER = 25;
const GRACE_MS = 2_000;
/**
 * How much later quick lanes may ring, 95 of 100, than they do without the huge one: on a machine that has much else to do, a
 * tenth of the time that the huge lane takes there. Lanes that wait for it would be late by as long as it takes.
 */
const LATER_MS = 1_000;
const LATER_SHARE = 0.1;

export const hugeLane: Fault = {
  number: 17,
  title: 'one slow, huge partition beside quick ones',
  quick: false,
  async run(world) {
    const room = await world.room('f17');
    const processor = await room.processor();
    const intake = await room.intake();
    const isHuge = (subject: string): boolean => partitionOf(subject, room.log.partitions('events')) === HUGE;
    const past = { begun: Date.now() - 600_000, lastsMs: 500_000, name: 'huge' };
    const huge = tangledOrders({ ...past, seed: 17, orders: ORDERS, isWanted: isHuge }, EVENTS_AN_ORDER);

    const others = (name: string, begun: number, lastsMs: number): Drive => {
      const all = traffic({ seed: 17, subjects: lastsMs / 33, lastsMs, begun, name });
      const quick = all.filter(({ event }) => !isHuge(event.subject));
      return drive(quick, () => intake.url, begun);
    };
    // First how late they ring with the machine to themselves.
    const usually = await others('a', Date.now(), 6_000).done;
    await eventually('quick lanes ring', async () => (await breachesIn(room)) >= 20);
    // Then others, whose deadlines pass from the moment on that the huge lane has come.
    const source = others('b', Date.now(), 20_000);
    await source.reached(200);
    const from = Date.now();
    const appended = await appendAll(room.log, huge);
    const end = (await endsOf(room))[HUGE]!;
    await eventually('the huge lane is done', async () => (await nextOf(processor)) >= end);
    const until = Date.now();
    const told = await source.done;
    await calm(room, [processor]);
    await processor.stop();

    const rings = await latenessOf(room.log);
    const before = rings.filter(({ at }) => at < from);
    const during = rings.filter(({ at }) => at > from && at < until);
    mustBite(during.length >= 20, `${during.length} rang while the huge lane worked, for ${until - from} ms`);
    const [usual, late] = [inNinetyFive(before), inNinetyFive(during)];
    const took = until - from;
    const rang = `95 of 100 rang within ${late} ms of deadline and grace, ${usual} ms before the huge lane, which took ${took} ms`;
    mustHold(late <= usual + Math.max(LATER_MS, LATER_SHARE * took), rang);
    const compared = await compare(room, [appended, usually, told]);
    return `${huge.length} events in one lane took ${until - from} ms; meanwhile ${during.length} breaches of the others were told, 95 of 100 within ${late} ms of deadline and grace (before: ${usual} ms); compared ${compared}`;
  },
};

interface Ring {
  /** Append time of the signal, ms UTC. */
  readonly at: number;
  readonly late: number;
}

/** How late breaches were told, behind deadline and grace or, where that is later, behind the order's first event. */
async function latenessOf(log: Parameters<typeof readLog>[0]): Promise<Ring[]> {
  const known = new Map<string, number>();
  for (const { kind, key, appendTime } of (await readLog(log, 'events')).flat())
    if (kind === 'event' && !known.has(key)) known.set(key, appendTime);
  const rung = new Set<string>();
  return (await readLog(log, 'signals')).flat().flatMap(({ kind, value, appendTime: at }: LogRecord) => {
    const signal = kind === 'signal' ? decodeSignal(value) : undefined;
    if (signal === undefined || isKpiSignal(signal) || isNotice(signal)) return [];
    const { subject, promise, due, lane, id } = signal;
    if (signal.kind !== 'breached' || promise !== 'faults/ship' || lane === HUGE || rung.has(id)) return [];
    rung.add(id);
    return [{ at, late: at - Math.max(due! + GRACE_MS, known.get(subject)!) }];
  });
}

const breachesIn = async ({ sql }: Room): Promise<number> =>
  (await sql.query<{ n: number }>("SELECT count() AS n FROM signals WHERE kind = 'breached'"))[0]!.n;

const inNinetyFive = (rings: readonly Ring[]): number =>
  rings.map(({ late }) => late).sort((a, b) => a - b)[Math.floor(rings.length * 0.95)]!;

const nextOf = async (processor: ProcessorProcess): Promise<number> =>
  (await processor.status()).lanes.find(({ log, lane }) => log === 'events' && lane === HUGE)!.nextOffset;
