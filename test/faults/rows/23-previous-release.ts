import { type Fault, mustBite } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';
import { layOutPrevious } from '../world/previous-release.ts';

export const previousRelease: Fault = {
  number: 23,
  title: 'the previous release hands over to this one, and back, and both work side by side',
  quick: false,
  async run(world) {
    const previous = await layOutPrevious();
    try {
      const room = await world.room('f23');
      const before = await previous.processor(room);
      // The workload's pack is no shipped one: it is published by this release, beside the other.
      await (await room.processor()).stop();
      const intake = await room.intake();
      const begun = Date.now();
      const tellings = traffic({ seed: 23, subjects: 2_000, lastsMs: 150_000, begun });
      const source = drive(tellings, () => intake.url, begun);
      const some = (): Promise<void> => source.reached(source.acknowledged() + 150);
      const ownersOf = (lines: readonly string[]): string => lines.slice(-3).join('; ');

      await some();
      await before.kill();
      const now = await room.processor();
      await some();
      const back = await previous.processor(room);
      await some();
      await now.stop();
      await some();
      const again = await room.processor();
      await some();
      await back.kill();
      await some();
      mustBite(source.acknowledged() < tellings.length, `the load was over too early: ${ownersOf(back.lines)}`);
      source.end();
      const told = await source.done;
      await calm(room, [again]);
      await again.stop();
      const compared = await compare(room, [told]);
      return `${previous.commit} began, handed over by SIGKILL, came back, went on alone, was relieved; compared ${compared}`;
    } finally {
      await world.closeRooms();
      await previous.remove();
    }
  },
};
