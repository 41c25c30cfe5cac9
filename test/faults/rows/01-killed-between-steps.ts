import type { CommitStep } from '../../../processor/src/pipeline/committer.ts';
import { type Fault, mustBite } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';

const STEPS: readonly CommitStep[] = [
  'sealed',
  'published',
  'stored',
  'clocks-stored',
  'state-stored',
  'position-stored',
];

export const killedBetweenSteps: Fault = {
  number: 1,
  title: 'SIGKILL of the processor between every two steps of a commit, under load',
  quick: false,
  async run(world) {
    const room = await world.room('f01');
    const intake = await room.intake();
    await (await room.processor()).stop();
    const begun = Date.now();
    // Each life costs about eight seconds: a start, some commits, the session that must time out.
    const tellings = traffic({ seed: 1, subjects: 1_200, lastsMs: 60_000, begun });
    const source = drive(tellings, () => intake.url, begun);
    const died: string[] = [];
    for (const [n, step] of STEPS.entries()) {
      const processor = await room.processor({ dieAt: { step, commit: 1 + (n % 3) } });
      processor.loaded();
      const how = await processor.ended;
      mustBite(how === 'SIGKILL', `the processor ended by ${how} and not behind ${step}: ${processor.fatal()}`);
      mustBite(source.acknowledged() < tellings.length, `the load was over before it died behind ${step}`);
      died.push(step);
    }
    const last = await room.processor();
    const told = await source.done;
    await calm(room, [last]);
    await last.stop();
    const compared = await compare(room, [told]);
    return `died behind ${died.join(', ')} under load; compared ${compared}`;
  },
};
