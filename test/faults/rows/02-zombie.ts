import type { CommitStep } from '../../../processor/src/pipeline/committer.ts';
import { type Fault, mustBite } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { endsOf, storedOffsets } from '../oracle/positions.ts';
import { drive } from '../workload/drive.ts';
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
  quick: true,
  async run(world) {
    const room = await world.room('f02');
    const steps = STEPS.slice(0, world.isQuick || world.without !== undefined ? 1 : STEPS.length);
    const heir = await room.processor();
    const intake = await room.intake();
    const begun = Date.now();
    const tellings = traffic({ seed: 2, subjects: 600 * steps.length, lastsMs: SPELL_MS * steps.length, begun });
    const source = drive(tellings, () => intake.url, begun);
    const bites: string[] = [];
    for (const step of steps) bites.push(await freezeBehind(room, step));
    const told = await source.done;
    await calm(room, [heir]);
    await heir.stop();
    const compared = await compare(room, [told]);
    return `${bites.join('; ')}; compared ${compared}`;
  },
};

/** One shares the lanes, freezes in the middle of a commit until others have stored what is newer, and goes on with it. */
async function freezeBehind(room: Room, step: CommitStep): Promise<string> {
  const frozen = await room.processor({ freezeAt: { step, commit: 2 } });
  let lanes: number[] = [];
  await eventually('lanes are shared with it', async () => {
    lanes = await lanesOf(frozen);
    return lanes.length > 0;
  });
  frozen.loaded();
  await frozen.until<ProcessorMessage>((message) => message.step === step && message.commit === 2);
  const [ends, since] = [await endsOf(room), Date.now()];
  const late = frozen.until<ProcessorMessage>(({ step: s, commit }) => s === 'position-stored' && commit === 2);
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
  await late;
  await frozen.stop();
  return `thawed behind ${step}, it wrote the rest of its commit when ${lanes.length} lanes were stored further by another`;
}

const lanesOf = async (processor: ProcessorProcess): Promise<number[]> =>
  (await processor.status()).lanes.filter(({ log }) => log === 'events').map(({ lane }) => lane);
