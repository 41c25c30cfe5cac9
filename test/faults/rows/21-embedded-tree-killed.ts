import { type Fault, mustBite, mustHold } from '../fault.ts';
import { notStored, stillToCome } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { notDelivered } from '../oracle/deliveries.ts';
import { type Drive, drive, type Told } from '../workload/drive.ts';
import { generator, traffic } from '../workload/traffic.ts';
import type { AppProcess } from '../world/app-process.ts';
import { type EmbeddedRoom, publishPack } from '../world/embedded-room.ts';

const KILLS = { quick: 15, full: 200 };
/** One life in so many ends before it is up. */
const EARLY = 3;
/** The longest that a life goes on when it is up, ms. */
const LIVES_MS = 2_500;
const UP_WITHIN_MS = 180_000;

export const embeddedTreeKilled: Fault = {
  number: 21,
  title: `kill -9 of the embedded tree at random, ${KILLS.full} times (--quick: ${KILLS.quick})`,
  quick: false,
  run: async (world) => killed(await world.embeddedRoom(), world.isQuick ? KILLS.quick : KILLS.full),
};

async function killed(room: EmbeddedRoom, kills: number): Promise<string> {
  const random = generator(21);
  let url = '';
  let app = room.app();
  url = await up(app);
  await publishPack(url);
  const started: number[] = [];
  const sources: Drive[] = [];
  let [early, engineOnly] = [0, 0];
  for (let n = 0; n < kills; n++) {
    const begun = Date.now();
    sources.push(drive(traffic({ seed: n, subjects: 12, lastsMs: 1_500, begun, name: `k${n}` }), () => url, begun));
    if (n % EARLY === EARLY - 1) {
      await app.kill();
      app = room.app();
      // Somewhere between nothing and all that it does to be up.
      const whenUp = started.length === 0 ? 1_000 : Math.max(...started);
      await Promise.race([app.up.catch(() => ''), pause(random() * whenUp)]);
      early++;
    } else {
      await pause(random() * LIVES_MS);
      // The engine may die alone: it is started again, and what was being stored is stored again.
      const engine = random() < 0.2 ? app.engine() : undefined;
      if (engine !== undefined) {
        process.kill(engine, 'SIGKILL');
        engineOnly++;
        await pause(random() * 1_000);
      }
    }
    await app.kill();
    mustBite(
      (await app.ended) === 'SIGKILL',
      `it ended by itself: ${await app.ended}\n${app.lines.slice(-8).join('\n')}`,
    );
    const before = Date.now();
    app = room.app();
    url = await up(app);
    started.push(Date.now() - before);
  }
  const told = await Promise.all(sources.map(({ done }) => done));
  const retries = told.reduce((sum, each) => sum + each.retries, 0);
  mustBite(retries > 0, 'no source ever met an app that was gone');
  const compared = await calmly(room, app, told);
  const median = started.sort((a, b) => a - b)[started.length >> 1];
  return (
    `${kills} kills, ${early} of them while it started, ${engineOnly} times its ClickHouse first; the sources asked again ` +
    `${retries} times; a start took ${median} ms in the middle; compared ${compared}`
  );
}

/** Lets it work until nothing is left to come, ends it, and looks. The directory belongs to one at a time. */
async function calmly(room: EmbeddedRoom, app: AppProcess, told: readonly Told[]): Promise<string> {
  let running = app;
  for (let tries = 0; ; tries++) {
    await pause(8_000);
    await running.stop();
    mustHold((await running.ended) === 0, `it ends in order: ${running.lines.slice(-5).join('\n')}`);
    const seen = await room.look(async (stores) => {
      const open = (await stillToCome(stores)) ?? (await notStored(stores)) ?? (await notDelivered(stores));
      return open === undefined ? { compared: await compare(stores, told) } : { open };
    });
    if (seen.compared !== undefined) return seen.compared;
    mustHold(tries < 10, `there is calm: ${seen.open}`);
    running = room.app();
    await up(running);
  }
}

async function up(app: AppProcess): Promise<string> {
  const late = pause(UP_WITHIN_MS).then(() => {
    throw new Error(`it is not up after ${UP_WITHIN_MS / 1000} s: ${app.lines.slice(-8).join('\n')}`);
  });
  return await Promise.race([app.up, late]);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
