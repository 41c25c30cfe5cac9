import type { Picture, Snapshot } from '../../../dashboard/src/contract/index.ts';
import { type Fault, mustBite, mustHold } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';
import { startDashboard, startWalls } from '../world/dashboard-process.ts';

const WALLS = 200;

export const dashboardKilled: Fault = {
  number: 19,
  title: `the dashboard killed under ${WALLS} walls, three times`,
  quick: true,
  async run(world) {
    const room = await world.room('f19');
    const processor = await room.processor();
    const intake = await room.intake();
    let dashboard = await startDashboard(room);
    const port = Number(new URL(dashboard.url).port);
    const walls = await startWalls(room, dashboard.url, WALLS);
    await walls.until(({ linked }) => linked === WALLS);
    const begun = Date.now();
    const tellings = traffic({ seed: 19, subjects: 2_000, lastsMs: 150_000, begun });
    const source = drive(tellings, () => intake.url, begun);
    for (let life = 1; life <= 3; life++) {
      await source.reached(source.acknowledged() + 60);
      await dashboard.kill();
      await walls.until(({ linked }) => linked === 0);
      dashboard = await startDashboard(room, port);
      await walls.until(({ linked }) => linked === WALLS);
    }
    await source.reached(source.acknowledged() + 60);
    mustBite(source.acknowledged() < tellings.length, 'the load was over before the last life began');
    source.end();
    const told = await source.done;
    await calm(room, [processor]);

    // The last frames are on their way: what all walls show must come to be one picture, and that the server's own.
    const end = await walls.until(({ linked, pictures }) => linked === WALLS && pictures.length === 1);
    mustBite(end.servers >= 4, `walls saw ${end.servers} lives of the dashboard`);
    mustHold(end.duplicates === 0, `no wall got a frame twice: ${end.duplicates} were`);
    mustHold(end.gaps === 0, `no wall missed a frame of a life that it had joined: ${end.gaps} were missing`);
    const { picture } = (await (await fetch(`${dashboard.url}/api/snapshot`)).json()) as Snapshot;
    const shown = JSON.parse(end.pictures[0]!.picture) as Picture;
    const names = (each: Picture): string => each.breaches.map(({ id }) => id).join(' ');
    mustHold(names(shown) === names(picture), 'walls list the breaches that the server lists');
    const [open] = await room.sql.query<{ breached: number }>(
      "SELECT count() AS breached FROM clocks FINAL WHERE generation = 1 AND state = 'breached' AND open AND NOT quiet",
    );
    mustHold(
      shown.verdict.breached === open!.breached,
      `${shown.verdict.breached} on walls, ${open!.breached} in the table`,
    );
    await processor.stop();
    const compared = await compare(room, [told]);
    return `${end.servers} lives, ${end.snapshots} snapshots and ${end.frames} frames on ${WALLS} walls, one picture of ${open!.breached} breaches; compared ${compared}`;
  },
};
