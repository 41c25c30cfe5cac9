import { type Fault, mustBite } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { drive } from '../workload/drive.ts';
import { LATER_PACKS } from '../workload/pack.ts';
import { traffic } from '../workload/traffic.ts';

export const policiesPublished: Fault = {
  number: 22,
  title: 'policies for open orders published while processors, ClickHouse and the broker die',
  quick: false,
  async run(world) {
    const room = await world.room('f22');
    const first = await room.processor();
    const intake = await room.intake();
    const begun = Date.now();
    const tellings = traffic({ seed: 22, subjects: 1_000, lastsMs: 60_000, begun });
    const source = drive(tellings, () => intake.url, begun);
    const share = (part: number): Promise<void> => source.reached(Math.floor(tellings.length * part));

    await share(0.15);
    // Whoever publishes dies when it has stored that lane 0 took it: most lanes have not been told of it.
    const publisher = await room.processor({
      packs: [LATER_PACKS[0]],
      dieAt: { step: 'stored', commit: 1 },
      awaitReady: false,
    });
    publisher.loaded();
    mustBite((await publisher.ended) === 'SIGKILL', `the publisher gave up: ${publisher.fatal()}`);
    await share(0.3);
    const second = await room.processor({ packs: [LATER_PACKS[0]] });
    await world.clickhouse.kill();
    await share(0.45);
    first.freeze();
    const third = await room.processor({ packs: [LATER_PACKS[1]] });
    await world.broker.restart();
    await share(0.7);
    first.thaw();
    await second.kill();
    const told = await source.done;
    await calm(room, [third]);
    await first.kill();
    await third.stop();
    const last = await room.processor({ packs: [LATER_PACKS[1]] });
    await calm(room, [last]);
    await last.stop();

    const [taken] = await room.sql.query<{ lanes: number; versions: number }>(
      "SELECT uniqExact(lane) AS lanes, uniqExact(number) AS versions FROM policies_taken FINAL WHERE generation = 1 AND log = 'events'",
    );
    mustBite(taken!.lanes === 16 && taken!.versions === 3, `${taken!.lanes} lanes took ${taken!.versions} versions`);
    const ruled = await room.sql.query<{ policy: number; clocks: number; moved: number }>(
      `SELECT policy, count() AS clocks FROM clocks FINAL WHERE generation = 1 AND promise = 'faults/ship' GROUP BY policy`,
    );
    mustBite(ruled.length === 3, `clocks are ruled by ${ruled.length} versions`);
    const compared = await compare(room, [told]);
    return `16 lanes took 3 versions, which rule ${ruled.map(({ clocks }) => clocks).join(', ')} clocks; compared ${compared}`;
  },
};
