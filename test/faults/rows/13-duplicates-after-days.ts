import { readLog } from '../../support/read-log.ts';
import { type Fault, mustBite, mustHold } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';
import type { Room } from '../world/room.ts';

const DAYS_MS = 3 * 86_400_000;

export const duplicatesAfterDays: Fault = {
  number: 13,
  title: 'everything told again after days: of subjects that have left memory, and after a restart',
  quick: false,
  async run(world) {
    const room = await world.room('f13');
    let processor = await room.processor();
    let intake = await room.intake();
    const tellings = traffic({ seed: 13, subjects: 300, lastsMs: 20_000, begun: Date.now() - DAYS_MS }).map(
      ({ event }) => ({ afterMs: 0, event }),
    );
    const tellAll = () => drive(tellings, () => intake.url, Date.now()).done;
    const told = [await tellAll()];
    await calm(room, [processor]);

    const before = await versions(room);
    const left = [...before.values()].filter(({ open }) => !open).length;
    mustBite(left > 100, `${left} subjects are stored as closed and have left memory`);
    // Intake remembers what it has acknowledged; another one does not.
    await intake.stop();
    intake = await room.intake();
    told.push(await tellAll());
    await calm(room, [processor]);

    await processor.stop();
    processor = await room.processor();
    await intake.stop();
    intake = await room.intake();
    told.push(await tellAll());
    await calm(room, [processor]);
    await processor.stop();

    const copies = (await readLog(room.log, 'events')).flat().filter(({ kind }) => kind === 'event').length;
    const distinct = told[0]!.acknowledged.size;
    mustBite(copies >= 3 * distinct, `the log has ${copies} records of ${distinct} events`);
    const after = await versions(room);
    const moved = [...after].filter(([subject, { offset }]) => before.get(subject)?.offset !== offset);
    mustHold(moved.length === 0, `${moved.length} state rows were written anew because of repeats: ${moved[0]?.[0]}`);
    const compared = await compare(room, told);
    return `${left} subjects had left memory, ${copies - distinct} records are repeats; compared ${compared}`;
  },
};

async function versions({ sql }: Room): Promise<Map<string, { offset: number; open: boolean }>> {
  const rows = await sql.query<{ subject: string; offset: number; open: boolean }>(
    "SELECT subject, offset, open FROM subjects FINAL WHERE generation = 1 AND log = 'events'",
  );
  return new Map(rows.map(({ subject, offset, open }) => [subject, { offset, open: Boolean(open) }]));
}
