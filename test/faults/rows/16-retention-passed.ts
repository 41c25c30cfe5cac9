import { type Fault, mustBite, mustHold } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';
import type { Room } from '../world/room.ts';
import { deleteRecords } from '../world/topic.ts';

export const retentionPassed: Fault = {
  number: 16,
  title: 'retention has passed an offset that was not read',
  quick: true,
  async run(world) {
    const room = await world.room('f16');
    const intake = await room.intake();
    const tell = (name: string, begun: number) =>
      drive(traffic({ seed: 16, subjects: 200, lastsMs: 2_000, begun, name }), () => intake.url, begun).done;
    const first = await room.processor();
    await tell('read', Date.now());
    await calm(room, [first]);
    await first.stop();
    const before = await positions(room);

    // Nobody reads; the log takes more, and forgets it.
    await tell('lost', Date.now());
    const lane = await fullest(room, before);
    const { high } = await room.log.bounds('events', lane);
    const next = before.get(lane)!;
    const low = next + Math.ceil((high - next) / 2);
    await deleteRecords(room, 'events', lane, low);
    mustBite(
      (await room.log.bounds('events', lane)).low === low && low > next,
      `${next}..${low} of lane ${lane} are gone`,
    );

    const halted: string[] = [];
    for (const _ of ['at once', 'and at every start']) {
      const processor = await room.processor({ awaitReady: false });
      const how = await processor.ended;
      const said = processor.fatal() ?? '';
      mustHold(how === 1, `the processor ends by ${how}`);
      mustHold(said.includes(`partition ${lane} from offset ${next}`), `it names lane and offset: ${said}`);
      mustHold(said.includes(`below ${low} is no longer retained`), `it names what is gone: ${said}`);
      mustHold(/BELFRY_PREFIX|restore/.test(said), `it says what to do: ${said}`);
      halted.push(said.split('\n')[0]!);
    }
    const after = await positions(room);
    mustHold(after.get(lane) === next, `the lane stays at ${next}: it stands at ${after.get(lane)}`);
    const [row] = await room.sql.query<{ n: number }>(
      'SELECT count() AS n FROM events FINAL WHERE generation = 1 AND lane = {lane:UInt16} AND offset >= {next:Int64}',
      { lane, next },
    );
    mustHold(row!.n === 0, `${row!.n} records behind the gap have been applied`);
    return `${low - next} records of lane ${lane} were gone unread; twice: ${halted[0]}`;
  },
};

async function positions({ sql }: Room): Promise<Map<number, number>> {
  const rows = await sql.query<{ lane: number; next: number }>(
    "SELECT lane, next_offset AS next FROM positions FINAL WHERE generation = 1 AND log = 'events'",
  );
  return new Map(rows.map(({ lane, next }) => [lane, next]));
}

async function fullest({ log }: Room, stored: ReadonlyMap<number, number>): Promise<number> {
  let [lane, most] = [-1, 0];
  for (const [each, next] of stored) {
    const { high } = await log.bounds('events', each);
    if (high - next > most) [lane, most] = [each, high - next];
  }
  mustBite(most > 4, `a lane has ${most} records that were not read`);
  return lane;
}
