import { LOGS } from '@belfry/ingest/log';
import { ALL_OVER_MS } from '../workload/pack.ts';
import type { ProcessorProcess } from '../world/processor-process.ts';
import type { Stores } from '../world/room.ts';
import { notDelivered } from './deliveries.ts';

const LOOK_EACH_MS = 200;
const WITHIN_MS = 300_000;
/** Nothing has moved for so long: no tick, no position, no post. What is open then stays open, and the oracles say why. */
const STILL_MS = 30_000;
/** Groups of notifications wait a second, and a tick that came back short for as long as the broker's clock is behind. */
const SETTLED_MS = 4_000;

/**
 * Waits until nothing is left to come: every deadline of the pack has passed and rung, and what the logs hold is stored. If
 * something is missing and nothing moves, it ends too: what is not there is for the oracles to find.
 * @throws Error what is still open, if that takes too long.
 */
export async function calm(room: Stores, processors: readonly ProcessorProcess[] = []): Promise<void> {
  const until = Date.now() + WITHIN_MS;
  let [seen, since] = ['', Date.now()];
  for (;;) {
    const open = (await stillToCome(room)) ?? (await notStored(room)) ?? (await notDelivered(room));
    const now = await stateOf(room);
    if (now !== seen) [seen, since] = [now, Date.now()];
    if (Date.now() - since > (open === undefined ? SETTLED_MS : STILL_MS)) return;
    for (const each of processors) {
      const fatal = each.fatal();
      if (fatal !== undefined) throw new Error(`a processor gave up while calm was awaited: ${fatal}`);
    }
    if (Date.now() > until)
      throw new Error(`no calm within ${WITHIN_MS / 1000} s: ${open ?? 'something moves on and on'}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EACH_MS));
  }
}

/** Changes whenever something moves. */
async function stateOf({ sql, log, receiver }: Stores): Promise<string> {
  const [row] = await sql.query<{ sum: number }>('SELECT sum(next_offset) AS sum FROM positions FINAL');
  const ends: number[] = [];
  for (const { name } of LOGS) {
    for (let lane = 0; lane < log.partitions(name); lane++) ends.push((await log.bounds(name, lane)).high);
  }
  return [row!.sum, receiver.posts.length, ...ends].join(' ');
}

/** Undefined once every instant of the pack has passed and no clock is overdue. */
export async function stillToCome({ sql }: Stores): Promise<string | undefined> {
  const [row] = await sql.query<{ running: number; last: number }>(
    "SELECT countIf(state = 'running' AND due < {now:Int64}) AS running, max(start) AS last FROM clocks FINAL WHERE generation = 1",
    { now: Date.now() },
  );
  if (row!.running > 0) return `${row!.running} clocks run that are overdue`;
  const rest = row!.last + ALL_OVER_MS - Date.now();
  return rest > 0 ? `instants of the pack lie ${rest} ms ahead` : undefined;
}

/** Undefined once `positions` has passed all that the three logs hold. */
export async function notStored({ sql, log }: Stores): Promise<string | undefined> {
  const rows = await sql.query<{ log: string; lane: number; next_offset: number }>(
    'SELECT log, lane, next_offset FROM positions FINAL WHERE generation = 1',
  );
  const stored = new Map(rows.map(({ log: name, lane, next_offset: next }) => [`${name} ${lane}`, next]));
  for (const name of ['events', 'kpi', 'signals'] as const) {
    for (let lane = 0; lane < log.partitions(name); lane++) {
      const { high } = await log.bounds(name, lane);
      const next = stored.get(`${name} ${lane}`) ?? 0;
      if (next < high) return `lane ${lane} of ${name} is stored up to ${next} of ${high}`;
    }
  }
  return undefined;
}
