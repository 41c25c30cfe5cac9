import { decodeTick } from '@belfry/ingest/contract';
import { decodeSignal } from '@belfry/processor/contract';
import { readLog } from '../../support/read-log.ts';
import { type Fault, mustBite } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';
import type { ProcessorMessage } from '../world/processor-process.ts';

export const twoOwners: Fault = {
  number: 3,
  title: 'two owners of every partition, both ticking, publishing and inserting',
  quick: false,
  async run(world) {
    const room = await world.room('f03');
    const owners = [await room.processor({ group: 'one' }), await room.processor({ group: 'other' })];
    const intake = await room.intake();
    for (const owner of owners) owner.loaded();
    const begun = Date.now();
    const source = drive(traffic({ seed: 3, subjects: 500, lastsMs: 12_000, begun }), () => intake.url, begun);
    // Both have stored positions under load.
    for (const owner of owners)
      await owner.until<ProcessorMessage>(({ step, commit }) => step === 'position-stored' && commit! >= 3);
    const told = await source.done;
    await calm(room, owners);
    for (const owner of owners) await owner.stop();

    const ticks = (await readLog(room.log, 'events')).flat().filter(({ kind }) => kind === 'tick');
    const senders = new Set(ticks.map(({ value }) => decodeTick(value).by));
    mustBite(senders.size === 2, `${senders.size} processes ticked`);
    const signals = (await readLog(room.log, 'signals')).flat().filter(({ kind }) => kind === 'signal');
    const ids = new Set(signals.map(({ value }) => decodeSignal(value).id));
    const repeats = signals.length - ids.size;
    mustBite(repeats > 0, 'no signal was told by both');
    // That each deadline rings once, under one id and in one wording, is what the comparison of signals says.
    const compared = await compare(room, [told]);
    return `both ticked (${ticks.length}) and stored, ${repeats} signals were told by both; compared ${compared}`;
  },
};
