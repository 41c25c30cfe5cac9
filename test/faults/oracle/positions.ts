import type { Room } from '../world/room.ts';

/** How far each lane of the log `events` is stored, by lane. */
export async function storedOffsets({ sql }: Pick<Room, 'sql'>): Promise<ReadonlyMap<number, number>> {
  const rows = await sql.query<{ lane: number; next: number }>(
    "SELECT lane, next_offset AS next FROM positions FINAL WHERE generation = 1 AND log = 'events'",
  );
  return new Map(rows.map(({ lane, next }) => [lane, next]));
}

/** Where each lane of the log `events` ends now, by lane. */
export async function endsOf({ log }: Pick<Room, 'log'>): Promise<number[]> {
  const lanes = Array.from({ length: log.partitions('events') }, (_, lane) => lane);
  return Promise.all(lanes.map(async (lane) => (await log.bounds('events', lane)).high));
}
