import { setTimeout as pause } from 'node:timers/promises';
import type { Streamed } from './children/steady.ts';
import type { TakenOver } from './children/watched-processor.ts';
import { appendAll } from './stage/append-all.ts';
import { dueName, openOrder } from './stage/order-events.ts';
import { medianOf } from './stage/quantiles.ts';
import { RINGS_BY, type Ring, ringsOf } from './stage/rings.ts';
import { onStage, type Stage } from './stage/stage.ts';
import { untilStored } from './stage/stored.ts';

const DUE_EVERY_MS = 20;
const STREAM_BEFORE_MS = 10_000;
const STREAM_AFTER_MS = 10_000;
/** The last order's promise, grace, and the three seconds until it ships. */
const LAST_MS = 3_000 + 2_000 + 3_000;
/** A breach that is told later than this is late: what the goal allows to the pixel, ms. */
const LATE_MS = 250;

/**
 * `npm run bench -- recovery [openClocks] [eventsPerSecond]`: kill -9 of the only processor at so many open clocks (1,000,000) under
 * a stream (2,000 a second) with a deadline each 20 ms. Another one that was loaded and waited joins in that very moment; the
 * group gives it the lanes when the dead one's session is over. From its assignment until all is right: everything read that
 * the log held, and every deadline that had passed rung. Then it is counted whether all rang, and each once.
 */
export async function recovery(args: readonly string[]): Promise<void> {
  const [open, perSecond] = [Number(args[0] ?? 1_000_000), Number(args[1] ?? 2_000)];
  await onStage(async (stage) => {
    const { log, sql } = stage;
    const first = stage.fork('watched-processor');
    const second = stage.fork('watched-processor');
    first.send({ start: true });
    await first.told('runs');
    await appendAll(log, openOrders(open));
    await untilStored(log, sql);
    console.log(`${open} open clocks are stored`);
    await second.told('waits');

    const stream = stage.fork('steady', { open, eventsPerSecond: perSecond, dueEveryMs: DUE_EVERY_MS });
    await stream.told('begun');
    await pause(STREAM_BEFORE_MS);
    const killed = Date.now();
    await first.kill();
    second.send({ start: true });
    const { takenOver } = await second.told<{ takenOver: TakenOver }>('takenOver');
    await pause(STREAM_AFTER_MS);
    const { streamed } = await stream.ask<{ streamed: Streamed }>({ end: true }, 'streamed');
    await pause(LAST_MS);
    await untilStored(log, sql);

    const rings = await ringsOf(log);
    const { assigned, restored, caughtUp, lanes, cpuMs } = takenOver;
    const lastLate = Math.max(
      assigned[0],
      ...rings.filter(({ late, told }) => late > LATE_MS && told < caughtUp + STREAM_AFTER_MS).map(({ told }) => told),
    );
    const rounded = (ms: number): number => Math.round(ms);
    const parts = {
      'the dead one’s session, kill to assignment': assigned[0] - killed,
      'assignment of the first lane to that of the last': assigned[1] - assigned[0],
      'assignment to all lanes restored': restored - assigned[0],
      'a lane: until the first bytes of its rows (median)': rounded(medianOf(lanes.map(({ askMs }) => askMs))),
      'a lane: reading and restoring its rows (median)': rounded(medianOf(lanes.map(({ readMs }) => readMs))),
      'restored to caught up with the log': caughtUp - restored,
      'assignment to the last late ring': lastLate - assigned[0],
      'assignment to correct': Math.max(caughtUp, lastLate) - assigned[0],
      'CPU of its process meanwhile': rounded(cpuMs),
    };
    console.table(Object.fromEntries(Object.entries(parts).map(([part, ms]) => [part, { ms }])));
    const account = await accountOf(stage, rings, streamed.due, open);
    console.table([account]);
    console.log(
      JSON.stringify({
        bench: 'recovery',
        open,
        eventsPerSecond: perSecond,
        sessionMs: assigned[0] - killed,
        restoredMs: restored - assigned[0],
        caughtUpMs: caughtUp - assigned[0],
        lastLateRingMs: lastLate - assigned[0],
        correctMs: Math.max(caughtUp, lastLate) - assigned[0],
        askMs: rounded(medianOf(lanes.map(({ askMs }) => askMs))),
        readMs: rounded(medianOf(lanes.map(({ readMs }) => readMs))),
        cpuMs: rounded(cpuMs),
        ...account,
      }),
    );
    if (account.missed + account.twice + account.otherwise + account.clocksLost !== 0) process.exitCode = 1;
  });
}

/** What rang against what had to: whose deadline passed, each once, and the same words wherever it is told again. */
async function accountOf({ sql }: Stage, rings: readonly Ring[], due: number, open: number) {
  const bodies = new Map<string, Set<string>>();
  for (const { id, body } of rings) bodies.set(id, (bodies.get(id) ?? new Set()).add(body));
  const rung = new Set(rings.map(({ subject }) => subject));
  const [stored] = await sql.query<{ n: number; ids: number; subjects: number }>(
    `SELECT count() AS n, uniqExact(id) AS ids, uniqExact(subject) AS subjects FROM signals
     WHERE generation = 1 AND kind = 'breached' AND promise = {promise:String}`,
    { promise: RINGS_BY },
  );
  const [clocks] = await sql.query<{ n: number }>(
    "SELECT count() AS n FROM clocks WHERE generation = 1 AND open AND startsWith(subject, 'order/open-')",
  );
  const missed = Array.from({ length: due }, (_, n) => dueName(n)).filter((name) => !rung.has(name)).length;
  return {
    deadlines: due,
    missed: Math.max(missed, due - stored!.subjects),
    /** Ids that the table has twice, and ids beyond one a deadline. */
    twice: stored!.n - stored!.ids + (bodies.size - rung.size),
    /** Told again by the second with the id of the first: readers drop it. */
    toldAgain: rings.length - bodies.size,
    /** Told again in other words: never. */
    otherwise: [...bodies.values()].filter((said) => said.size > 1).length,
    clocksLost: open - clocks!.n,
  };
}

function* openOrders(open: number) {
  const now = Date.now();
  for (let n = 0; n < open; n++) yield openOrder(n, now);
}
