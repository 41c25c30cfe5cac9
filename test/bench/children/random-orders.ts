import type { LogRecord } from '@belfry/ingest/log';
import { smallPack } from '../../support/small-pack.ts';
import { OPEN_SUBJECTS } from '../stage/open-subjects.ts';
import { OrdersInMemory } from '../stage/orders-in-memory.ts';
import { Turnover } from '../stage/turnover.ts';

/** Holds so many open orders and, as often as it is asked, applies events: a random one of them ships, a new one is opened. */
export interface RandomOrders {
  readonly open: number;
}

const { open } = JSON.parse(process.argv[2]!) as RandomOrders;
const MONTH_MINUTES = 60 * 24 * 30;
const { opened } = OPEN_SUBJECTS['an order of one fact, one clock'];
const FROM = Date.UTC(2026, 0, 5, 9);
let at = FROM;

const lane = new OrdersInMemory(smallPack(MONTH_MINUTES), at);
for (let n = 0; n < open; n++) for (const record of opened(lane.records, n, at++)) lane.apply(record);
lane.commit();
const turnover = new Turnover(open);

process.on('message', (asked) => {
  const { apply: count } = asked as { apply: number };
  // Made beforehand: what it costs to write an event down is not what is asked.
  const records: LogRecord[] = [];
  while (records.length < count) {
    const { ends, opens } = turnover.next();
    const time = at++;
    records.push(lane.records.event(`order/b-${ends}`, 'order.shipped', time, time, { data: { partner: 'p1' } }));
    records.push(...opened(lane.records, opens, time));
  }
  const begun = process.cpuUsage();
  for (const record of records) lane.apply(record);
  lane.commit();
  const { user, system } = process.cpuUsage(begun);
  lane.mustRun();
  process.send!({ nsAnEvent: ((user + system) * 1000) / count });
});
process.send!({ ready: true });
