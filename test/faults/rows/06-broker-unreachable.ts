import type { LogRecord } from '@belfry/ingest/log';
import { decodeSignal, isKpiSignal, isNotice } from '@belfry/processor/contract';
import { readLog } from '../../support/read-log.ts';
import { type Fault, mustBite, mustHold } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';
import { startBrokerLine } from '../world/broker-line.ts';

const FULL_MS = 120_000;
const QUICK_MS = 20_000;
const PROMISED_MS = 4_000;
const GRACE_MS = 2_000;

export const brokerUnreachable: Fault = {
  number: 6,
  title: 'broker unreachable, silently, while deadlines pass and stops wait in the source',
  quick: false,
  async run(world) {
    const cutMs = world.isQuick ? QUICK_MS : FULL_MS;
    const room = await world.room('f06');
    const line = await startBrokerLine(world.broker.proxied);
    room.onClose(() => line.close());
    const brokers = [line.address];
    const processor = await room.processor({ brokers });
    const intake = await room.intake({ brokers });
    const begun = Date.now();
    const lastsMs = cutMs + 5_000;
    const tellings = traffic({ seed: 6, subjects: Math.floor(lastsMs / 60), lastsMs, begun });
    const source = drive(tellings, () => intake.url, begun);
    await source.reached(100);
    line.cut();
    const cut = Date.now();
    await new Promise((resolve) => setTimeout(resolve, cutMs));
    line.mend();
    const mended = Date.now();
    const told = await source.done;
    await calm(room, [processor]);
    await processor.stop();

    const orders = ordersOf((await readLog(room.log, 'events')).flat());
    const shippedBefore = orders.filter(({ stopTold, isKept }) => isKept && stopTold < cut);
    const shippedOutside = orders.filter(
      ({ stopped, stopTold }) => stopped > cut && stopped < mended && stopTold > cut,
    );
    const passed = orders.filter(({ due, told: at }) => at < cut && due + GRACE_MS > cut && due + GRACE_MS < mended);
    mustBite(shippedBefore.length > 10, `${shippedBefore.length} stops were told before`);
    mustBite(shippedOutside.length > 10, `${shippedOutside.length} stops waited in the source`);
    mustBite(passed.length > 10, `${passed.length} deadlines passed meanwhile`);
    const breached = await breachesOf((await readLog(room.log, 'signals')).flat());
    const isFalse = shippedBefore.filter(({ subject }) => breached.has(subject));
    mustHold(isFalse.length === 0, `breached though its stop was told before: ${isFalse.map((each) => each.subject)}`);
    const isMissing = passed.filter(({ stopped, due, subject }) => stopped > due && !breached.has(subject));
    mustHold(isMissing.length === 0, `never breached: ${isMissing.map((each) => each.subject)}`);
    const compared = await compare(room, [told]);
    return `silent for ${cutMs / 1000} s, meanwhile ${passed.length} deadlines of known orders passed and ${shippedOutside.length} stops waited; of ${shippedBefore.length} kept orders told before none rang; compared ${compared}`;
  },
};

interface OrderCourse {
  readonly subject: string;
  /** Append time of its opening. */
  readonly told: number;
  readonly due: number;
  /** When it shipped or was cancelled, and when the log had that; Infinity if never. */
  readonly stopped: number;
  readonly stopTold: number;
  readonly isKept: boolean;
}

/** The orders that the log knows, by the first record of each kind. ms UTC. */
function ordersOf(records: readonly LogRecord[]): OrderCourse[] {
  const first = new Map<string, { time: number; told: number }>();
  for (const { kind, key, value, appendTime: told } of records) {
    if (kind !== 'event') continue;
    const { type, time } = JSON.parse(value.toString()) as { type: string; time: string };
    const what = `${key} ${type === 'order.opened' ? 'opened' : 'stopped'}`;
    if (!first.has(what)) first.set(what, { time: Date.parse(time), told });
  }
  const never = { time: Number.POSITIVE_INFINITY, told: Number.POSITIVE_INFINITY };
  return [...first.keys()].flatMap((what) => {
    const [subject, which] = what.split(' ') as [string, string];
    if (which !== 'opened' || !subject.startsWith('order/')) return [];
    const opened = first.get(what)!;
    const stop = first.get(`${subject} stopped`) ?? never;
    const due = opened.time + PROMISED_MS;
    return [{ subject, told: opened.told, due, stopped: stop.time, stopTold: stop.told, isKept: stop.time <= due }];
  });
}

async function breachesOf(records: readonly LogRecord[]): Promise<ReadonlySet<string>> {
  const breached = new Set<string>();
  for (const { kind, value } of records) {
    if (kind !== 'signal') continue;
    const signal = decodeSignal(value);
    if (isKpiSignal(signal) || isNotice(signal)) continue;
    if (signal.kind === 'breached' && signal.promise === 'faults/ship') breached.add(signal.subject);
  }
  return breached;
}
