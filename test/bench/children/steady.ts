import { machineClock } from '@belfry/ingest/contract';
import { createKafkaLog, LOGS, type NewRecord } from '@belfry/ingest/log';
import { appendTogether } from '../stage/append-all.ts';
import { dueOrder, PROMISED_MS, scanOrder, shipDueOrder, streamed } from '../stage/order-events.ts';
import { quantilesOf } from '../stage/quantiles.ts';

/** What the stream is told. */
export interface Steady {
  readonly brokers: string;
  readonly prefix: string;
  /** So many open orders were loaded: half of the events are scans of any of them. */
  readonly open: number;
  readonly eventsPerSecond: number;
  /** A deadline each so many ms; each order ships three seconds after its own. */
  readonly dueEveryMs: number;
}

/** What came of it. */
export interface Streamed {
  readonly sent: number;
  readonly seconds: number;
  /** Orders whose deadline came or comes; their names are those of 0 to `due - 1`. */
  readonly due: number;
  /** From the instant at which an event should have been told until the log had it, ms. */
  readonly behind: ReturnType<typeof quantilesOf>;
}

/** So often it sends what is due by now. */
const EVERY_MS = 25;
/** So long after its deadline an order ships. */
const SHIPS_AFTER_MS = 3_000;
/** More are not under way: a log that is slow makes the stream fall behind, and that is told. */
const UNDER_WAY = 50;

const { brokers, prefix, open, eventsPerSecond, dueEveryMs } = JSON.parse(process.argv[2]!) as Steady;
const log = await createKafkaLog({ brokers: [brokers], prefix, clientId: 'steady', wallClock: machineClock });
await log.ensure(LOGS);

const begun = Date.now();
const behind: number[] = [];
const underWay = new Set<Promise<void>>();
let [sent, lived, due, shipped, state] = [0, 0, 0, 0, 1];
/** Deadlines from now on: the first are as far away as the promise is long. */
const dueAt = (n: number): number => begun + PROMISED_MS + n * dueEveryMs;

/** The same in each run; which order is scanned must not follow the order in which they were opened. */
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  return (state >>> 0) / 4_294_967_296;
}

function next(now: number): NewRecord[] {
  const records: NewRecord[] = [];
  for (const until = Math.floor(((now - begun) / 1000) * eventsPerSecond); sent < until; sent++) {
    const scans = sent % 2 === 0 && open > 0;
    records.push(scans ? scanOrder(Math.floor(random() * open), sent, now) : streamed(lived++, now));
  }
  for (; dueAt(due) - PROMISED_MS <= now; due++) records.push(dueOrder(due, dueAt(due)));
  for (; shipped < due && dueAt(shipped) + SHIPS_AFTER_MS <= now; shipped++)
    records.push(shipDueOrder(shipped, dueAt(shipped) + SHIPS_AFTER_MS));
  return records;
}

let last = begun;
const timer = setInterval(() => {
  if (underWay.size >= UNDER_WAY) return;
  const now = Date.now();
  const [since, records] = [last, next(now)];
  last = now;
  if (records.length === 0) return;
  const appended = appendTogether(log, records)
    .then(() => void behind.push(Date.now() - since))
    .finally(() => underWay.delete(appended));
  underWay.add(appended);
}, EVERY_MS);

process.on('message', (asked) => {
  if ((asked as { end?: boolean }).end !== true) return;
  clearInterval(timer);
  const seconds = (Date.now() - begun) / 1000;
  void Promise.all(underWay).then(() => {
    const streamed: Streamed = { sent, seconds, due, behind: quantilesOf(behind) };
    process.send!({ streamed });
  });
});
process.send!({ begun });
