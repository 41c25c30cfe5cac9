import type { Books } from './books.ts';
import type { Directory } from './directory.ts';
import type { EscalationBook } from './escalation-book.ts';
import type { History, LanePosition } from './history.ts';
import { daysBack } from './tile.ts';

const DAY_MS = 86_400_000;

/** Per lane of the log events, the offset up to which the tables are complete. */
export function eventsStored(positions: readonly LanePosition[]): ReadonlyMap<number, number> {
  const stored = new Map<number, number>();
  for (const { log, lane, nextOffset } of positions) if (log === 'events') stored.set(lane, nextOffset);
  return stored;
}

/** The offset of the log signals up to which the tables are complete. */
const signalsStored = (positions: readonly LanePosition[]): number =>
  positions.find(({ log }) => log === 'signals')?.nextOffset ?? 0;

/** Compares everything that is kept with the tables. @param positions as they stood before the tables are read. */
export async function reconcile(
  { breaches, escalations, incidents, kpis }: Books,
  history: History,
  positions: readonly LanePosition[],
  directory: Directory,
  now: number,
): Promise<void> {
  const stored = eventsStored(positions);
  const comparison = breaches.reconcile(stored);
  for await (const rows of history.openBreaches()) for (const row of rows) comparison.row(row);
  comparison.end();
  await reconcileEscalations(escalations, history, stored);
  const unresolved = incidents.reconcile(signalsStored(positions));
  for await (const rows of history.openIncidents()) for (const row of rows) unresolved.row(row);
  unresolved.end();
  // Local days are at most one away from UTC's.
  const today = Math.floor(now / DAY_MS);
  const since = today - Math.max(0, ...directory.kpis.map((kpi) => daysBack(kpi, today))) - 2;
  for await (const rows of history.totals(since)) for (const [lane, total] of rows) kpis.take(lane, total);
  for (const { log, lane, nextOffset } of positions) if (log === 'kpi') kpis.passed(lane, nextOffset - 1);
}

export async function reconcileEscalations(
  escalations: EscalationBook,
  history: History,
  stored: ReadonlyMap<number, number>,
): Promise<void> {
  const comparison = escalations.reconcile(stored);
  for await (const rows of history.openEscalations()) for (const row of rows) comparison.row(row);
  comparison.end();
}
