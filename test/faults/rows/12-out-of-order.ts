import { type Fault, mustBite } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { drive } from '../workload/drive.ts';
import { generator, type Telling, traffic } from '../workload/traffic.ts';

const HOUR = 3_600_000;
const SPAN_MS = 6 * HOUR;
/** What lay seconds apart lies hours apart. */
const STRETCH = 1_800;

export const outOfOrder: Fault = {
  number: 12,
  title: 'events out of order by hours',
  quick: false,
  async run(world) {
    const room = await world.room('f12');
    const processor = await room.processor();
    const intake = await room.intake();
    const begun = Date.now();
    const tellings = shuffled(traffic({ seed: 12, subjects: 800, lastsMs: SPAN_MS / 2, begun: begun - SPAN_MS }));
    const late = lateByAnHour(tellings);
    mustBite(late > 50, `${late} events were told after one of their subject that lies an hour later`);
    const told = await drive(tellings, () => intake.url, begun).done;
    await calm(room, [processor]);
    await processor.stop();
    const compared = await compare(room, [told]);
    return `${late} events came behind one of their subject that lies an hour later or more; compared ${compared}`;
  },
};

/** Six hours of history, told within seconds and in no order; every other subject's life is drawn out to hours. */
function shuffled(story: readonly Telling[]): Telling[] {
  const random = generator(12);
  const first = new Map<string, number>();
  for (const { event } of story) {
    const at = Date.parse(event.time);
    first.set(event.subject, Math.min(first.get(event.subject) ?? at, at));
  }
  return story
    .map(({ event }) => {
      const from = first.get(event.subject)!;
      const isDrawnOut = Number(event.subject.at(-1)) % 2 === 0;
      const at = isDrawnOut ? from + Math.min(SPAN_MS / 2, (Date.parse(event.time) - from) * STRETCH) : from;
      const time = isDrawnOut ? new Date(at).toISOString() : event.time;
      return { afterMs: Math.floor(random() * 8_000), event: { ...event, time } };
    })
    .sort((a, b) => a.afterMs - b.afterMs);
}

function lateByAnHour(tellings: readonly Telling[]): number {
  const latest = new Map<string, number>();
  let late = 0;
  for (const { event } of tellings) {
    const at = Date.parse(event.time);
    const known = latest.get(event.subject) ?? 0;
    if (known >= at + HOUR) late++;
    latest.set(event.subject, Math.max(known, at));
  }
  return late;
}
