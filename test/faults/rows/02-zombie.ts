import type { CommitStep } from '../../../processor/src/pipeline/committer.ts';
import { type Fault, mustBite } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { endsOf, storedOffsets } from '../oracle/positions.ts';
import { type Drive, drive, type Told } from '../workload/drive.ts';
import { ALL_OVER_MS } from '../workload/pack.ts';
import { traffic } from '../workload/traffic.ts';
import { eventually } from '../world/eventually.ts';
import type { ProcessorMessage, ProcessorProcess } from '../world/processor-process.ts';
import type { Room } from '../world/room.ts';

/** Behind each of them something is left to be written late. */
const STEPS: readonly CommitStep[] = ['published', 'stored', 'clocks-stored', 'state-stored'];
const SPELL_MS = 30_000;
/** Beyond the session of 6 s, and until what it is about to write has changed for the last time. */
const FROZEN_MS = ALL_OVER_MS + 4_000;

export const zombie: Fault = {
  number: 2,
  title: 'SIGSTOP of a processor beyond its session, its lanes taken over by another, SIGCONT',
  quick: false,
  async run(world) {
    const room = await world.room('f02');
    const steps = STEPS.slice(0, world.isQuick || world.without !== undefined ? 1 : STEPS.length);
    const heir = await room.processor();
    const intake = await room.intake();
    const told: Told[] = [];
    const bites: string[] = [];
    for (const [n, step] of steps.entries()) {
      const begin = (): Drive => {
        const begun = Date.now();
        const tellings = traffic({ seed: n, subjects: 600, lastsMs: SPELL_MS, begun, name: `spell${n}` });
        return drive(tellings, () => intake.url, begun);
      };
      const { bite, source } = await freezeBehind(room, step, n % 2 === 0, begin);
      bites.push(bite);
      told.push(await source.done);
    }
    await calm(room, [heir]);
    await heir.stop();
    const compared = await compare(room, told);
    return `${bites.join('; ')}; compared ${compared}`;
  },
};

/**
 * One shares the lanes, freezes in the middle of a commit until others have stored what is newer, and goes on with it.
 * @param dies right behind its last late row, so that nobody takes its lanes over from what it wrote and mends it by doing it
 * again. Otherwise it joins again.
 */
async function freezeBehind(
  room: Room,
  step: CommitStep,
  dies: boolean,
  begin: () => Drive,
): Promise<{ bite: string; source: Drive }> {
  const frozen = await room.processor({
    freezeAt: { step, commit: 3 },
    ...(dies && { dieAt: { step: 'position-stored', commit: 3 } }),
  });
  let lanes: number[] = [];
  await eventually('lanes are shared with it', async () => {
    lanes = await lanesOf(frozen);
    return lanes.length > 0;
  });
  const source = begin();
  frozen.loaded();
  await frozen.until<ProcessorMessage>((message) => message.step === step && message.commit === 3);
  const [ends, since] = [await endsOf(room), Date.now()];
  const late = dies
    ? frozen.ended
    : frozen.until<ProcessorMessage>(({ step: is, commit }) => is === 'position-stored' && commit === 3);
  let isOver = false;
  void late.then(() => {
    isOver = true;
  });
  await eventually(
    'others have stored more of its lanes than it has read, and all that it knows of is over',
    async () => {
      const stored = await storedOffsets(room);
      return Date.now() - since > FROZEN_MS && lanes.every((lane) => stored.get(lane)! > ends[lane]!);
    },
  );
  mustBite(!isOver, `its commit was over before it froze behind ${step}`);
  frozen.thaw();
  const how = await late;
  mustBite(!dies || how === 'SIGKILL', `it ended by ${String(how)}: ${frozen.fatal()}`);
  await frozen.stop();
  const bite = `thawed behind ${step}, it wrote the rest of its commit when ${lanes.length} lanes were stored further by another${dies ? ', and died' : ''}`;
  return { bite, source };
}

const lanesOf = async (processor: ProcessorProcess): Promise<number[]> =>
  (await processor.status()).lanes.filter(({ log }) => log === 'events').map(({ lane }) => lane);
