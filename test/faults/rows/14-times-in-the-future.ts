import { createHash } from 'node:crypto';
import { type Fault, mustBite, mustHold } from '../fault.ts';
import { calm, notStored } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { quarantinedIn } from '../oracle/quarantine.ts';
import { anEvent, atOnce } from '../workload/an-event.ts';
import { drive } from '../workload/drive.ts';
import { type ToldEvent, traffic } from '../workload/traffic.ts';
import { foreignProducer } from '../world/foreign-producer.ts';

const HOUR = 3_600_000;
const ORDERS = 40;

export const timesInTheFuture: Fault = {
  number: 14,
  title: 'times in the future, told to intake and straight to the log; then mended and told again',
  quick: false,
  async run(world) {
    const room = await world.room('f14');
    const processor = await room.processor();
    const intake = await room.intake();
    const begun = Date.now();
    const tell = (events: readonly ToldEvent[]) => drive(atOnce(events), () => intake.url, Date.now()).done;
    const source = drive(traffic({ seed: 14, subjects: 200, lastsMs: 6_000, begun }), () => intake.url, begun);
    const numbers = Array.from({ length: ORDERS }, (_, n) => n);
    // Half of them are opened in time and shipped in the future, of the others the future is all that is known.
    const opened = numbers.filter((n) => n % 2 === 0).map((n) => anEvent({ id: `${n}-o`, subject: `order/f-${n}` }));
    const early = (n: number, at: number): ToldEvent => {
      const time = new Date(at).toISOString();
      const { subject, id } = { subject: `order/f-${n}`, id: `${n}-f` };
      return anEvent({ id, subject, time, ...(n % 2 === 0 && { type: 'order.shipped', data: { partner: 'p1' } }) });
    };
    const told = [await tell(opened)];
    const wrong = numbers.map((n) => early(n, Date.now() + HOUR));
    told.push(await tell(wrong.slice(0, ORDERS / 2)));
    const foreign = await foreignProducer(room);
    await foreign.send(
      wrong.slice(ORDERS / 2).map((event) => ({ key: event.subject, value: Buffer.from(JSON.stringify(event)) })),
    );
    while ((await notStored(room)) !== undefined) await new Promise((resolve) => setTimeout(resolve, 200));
    const kept = await quarantinedIn(room);
    const hashes = new Set(kept.filter(({ code }) => code === 'IN_THE_FUTURE').map(({ hash }) => hash));
    mustBite(hashes.size === ORDERS, `${hashes.size} of ${ORDERS} are quarantined as of the future`);
    for (const event of wrong) mustHold(hashes.has(md5(JSON.stringify(event))), `${event.id} is kept with its bytes`);
    mustHold(
      kept.every(({ reason }) => reason.includes('mend')),
      `the remedy is named: ${kept[0]?.reason}`,
    );

    // The clock of the source is right again: the same events, under the same ids, each told twice.
    const mended = numbers.map((n) => early(n, Date.now() - 1_000));
    told.push(await tell(mended), await tell(mended), await source.done);
    const last = told.at(-2)!;
    mustHold(last.refused.length === 0, 'what is mended is taken');
    await calm(room, [processor]);
    await processor.stop();
    const [row] = await room.sql.query<{ n: number }>(
      "SELECT count() AS n FROM subjects FINAL WHERE generation = 1 AND subject LIKE 'order/f-%'",
    );
    mustHold(row!.n === ORDERS, `${row!.n} of ${ORDERS} mended orders are known`);
    return `${hashes.size} quarantined with their bytes, then taken once; compared ${await compare(room, told)}`;
  },
};

const md5 = (text: string): string => createHash('md5').update(text).digest('hex').toUpperCase();
