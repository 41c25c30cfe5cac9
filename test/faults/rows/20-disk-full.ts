import { join } from 'node:path';
import { type Fault, mustBite, mustHold } from '../fault.ts';
import { notStored, stillToCome } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { notDelivered } from '../oracle/deliveries.ts';
import { anEvent } from '../workload/an-event.ts';
import { type Drive, drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';
import { type EmbeddedRoom, publishPack } from '../world/embedded-room.ts';
import { mountSmallDisk, type SmallDisk } from '../world/small-disk.ts';

const MB = 1024 ** 2;
const DISK = 2_600 * MB;
/** Too little for ClickHouse, which keeps 256 MB free, and enough for the log. */
const NOT_FOR_TABLES = 160 * MB;
/** Too little for the log, which keeps 32 MB free. */
const NOT_FOR_THE_LOG = 16 * MB;

export const diskFull: Fault = {
  number: 20,
  title: 'disk full, for ClickHouse and then for the embedded log, with a kill -9 while it is full',
  quick: false,
  async run(world) {
    const disk = await mountSmallDisk(DISK);
    try {
      return await filled(await world.embeddedRoom(join(disk.directory, 'data')), disk);
    } finally {
      await world.closeRooms();
      await disk.close();
    }
  },
};

async function filled(room: EmbeddedRoom, disk: SmallDisk): Promise<string> {
  let app = room.app();
  let url = await app.up;
  await publishPack(url);
  const sources: Drive[] = [];
  const tell = (name: string): Drive => {
    const begun = Date.now();
    const source = drive(traffic({ seed: 20, subjects: 60, lastsMs: 5_000, begun, name }), () => url, begun);
    sources.push(source);
    return source;
  };
  await tell('before').done;

  await disk.leave(NOT_FOR_TABLES);
  const [, full] = await Promise.all([tell('no-tables').done, app.said(/ClickHouse.*space|space.*ClickHouse/i)]);
  mustHold(/free|space/i.test(full[0]), `it says what ClickHouse lacks: ${full[0]}`);

  await disk.leave(NOT_FOR_THE_LOG);
  const refused = await fetch(`${url}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(anEvent({ id: 'full', subject: 'order/full' })),
  });
  mustBite(refused.status === 503, `a full log answers ${refused.status}`);
  const words = await refused.text();
  mustHold(/retry|again/i.test(words), `the source is told to try again: ${words}`);
  const [line] = await app.said(/disk is full \(\d+ MB left\); free some space/);
  const waiting = tell('no-log');
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  mustHold(waiting.acknowledged() === 0, 'nothing is acknowledged that has no place');

  // A power cut does not make it better: it says so instead of starting.
  await app.kill();
  const early = room.app();
  mustHold((await early.ended) !== 0, 'it does not start on a full disk');
  mustHold(/too little disk|disk is full/i.test(early.lines.join('\n')), `and says why: ${early.lines.join('\n')}`);

  await disk.free();
  app = room.app();
  url = await app.up;
  await disk.leave(NOT_FOR_THE_LOG);
  tell('full-again');
  await app.said(/disk is full/);
  // Nobody starts it again: it goes on by itself.
  await disk.free();
  await tell('after').done;
  const told = await Promise.all(sources.map(({ done }) => done));

  for (let tries = 0; ; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    await app.stop();
    const seen = await room.look(async (stores) => {
      const open = (await stillToCome(stores)) ?? (await notStored(stores)) ?? (await notDelivered(stores));
      return open === undefined ? { compared: await compare(stores, told) } : { open };
    });
    if (seen.compared !== undefined) return `"${full[0].trim()}", "${line.trim()}"; compared ${seen.compared}`;
    mustHold(tries < 10, `there is calm: ${seen.open}`);
    app = room.app();
    await app.up;
  }
}
