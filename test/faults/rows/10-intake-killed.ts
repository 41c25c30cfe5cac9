import { readLog } from '../../support/read-log.ts';
import { type Fault, mustBite, mustHold } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';

export const intakeKilled: Fault = {
  number: 10,
  title: 'intake killed between the acknowledgement of the log and its answer; the source tells it again',
  quick: true,
  async run(world) {
    const room = await world.room('f10');
    const processor = await room.processor();
    let intake = await room.intake({ dieAfterAppend: 20 });
    const begun = Date.now();
    const source = drive(traffic({ seed: 10, subjects: 300, lastsMs: 8_000, begun }), () => intake.url, begun);
    for (const dieAfterAppend of [15, 1, undefined]) {
      const how = await intake.ended;
      mustBite(how === 'SIGKILL', `intake ended by ${how}`);
      intake = await room.intake(dieAfterAppend === undefined ? {} : { dieAfterAppend });
    }
    const told = await source.done;
    mustBite(told.retries >= 3, `the source asked again ${told.retries} times`);
    await calm(room, [processor]);
    await processor.stop();
    const copies = (await readLog(room.log, 'events')).flat().filter(({ kind }) => kind === 'event').length;
    mustHold(copies > told.acknowledged.size, 'the log has more records than events: some were told again');
    const compared = await compare(room, [told]);
    return `killed 3 times, ${copies - told.acknowledged.size} records are repeats; compared ${compared}`;
  },
};
