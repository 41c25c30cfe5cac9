import { type Fault, mustBite } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { compareHorizons } from '../oracle/horizons.ts';
import { drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';
import { startBrokerLine } from '../world/broker-line.ts';
import type { ProcessorMessage } from '../world/processor-process.ts';

/** Time for a commit that does not wait for the log to go on. One that waits lets it pass. */
const TEMPTATION_MS = 3_000;

/**
 * The broker dies when a processor is about to tell signals: the request is kept back, so that nobody acknowledged them. Then
 * the processor dies too, and intake with what it was about to append. The clock of the broker is wrong throughout.
 */
export const brokerKilled: Fault = {
  number: 5,
  title:
    'broker killed and restarted under load, processor and intake killed meanwhile; append times step back and jump forward',
  quick: true,
  async run(world) {
    const room = await world.room('f05', { isSkewed: true });
    const line = await startBrokerLine(world.broker.proxied);
    room.onClose(() => line.close());
    const brokers = [line.address];
    let processor = await room.processor({ brokers });
    let intake = await room.intake({ brokers });
    const begun = Date.now();
    const tellings = traffic({ seed: 5, subjects: 600, lastsMs: 20_000, begun });
    const source = drive(tellings, () => intake.url, begun);
    await source.reached(400);
    processor.loaded();
    await line.cutBeforeAppend(`${room.prefix}.signals`, '"kind":"breached"');
    await world.broker.kill();
    // What was sealed before may have been told in time; the next commit must wait.
    const last = processor.commits() + 1;
    const stored = processor
      .until<ProcessorMessage>(({ step, commit }) => step === 'position-stored' && commit! > last)
      .then(
        () => 'a commit had gone on',
        () => 'no commit had gone on',
      );
    const waited = new Promise<string>((resolve) => setTimeout(resolve, TEMPTATION_MS, 'no commit had gone on'));
    const went = await Promise.race([stored, waited]);
    mustBite(source.acknowledged() < tellings.length, 'the load was over before the broker died');
    await processor.kill();
    await intake.kill();
    await world.broker.restart();
    line.mend();
    intake = await room.intake({ brokers });
    processor = await room.processor({ brokers });
    const told = await source.done;
    mustBite(told.retries > 0, 'no source had to ask again');
    await calm(room, [processor]);
    await processor.stop();
    const { short, ahead, back } = await compareHorizons(room);
    mustBite(short > 0, "no tick met a broker whose clock was behind its sender's");
    mustBite(ahead > 0, "no tick met a broker whose clock was ahead of its sender's");
    const compared = await compare(room, [told]);
    return `signals were kept back, the broker killed (${went} when the processor was killed); append times stepped back ${back} times, ${short} ticks came back short, ${ahead} ahead of their sender; compared horizons, ${compared}`;
  },
};
