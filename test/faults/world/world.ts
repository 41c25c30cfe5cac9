import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalBroker, startLocalBroker } from '../../support/kafka/local-broker.ts';
import { type ClickHouseProcess, startClickHouse } from './clickhouse.ts';
import { type EmbeddedRoom, openEmbeddedRoom } from './embedded-room.ts';
import { openRoom, type Room, type RoomOptions } from './room.ts';

/**
 * What all rows stand in: one broker and one ClickHouse, real and each a process of its own, which a row may kill as long as
 * it brings it back. Each row takes a room of its own, so that nothing of one row is seen by another.
 */
export interface World {
  readonly broker: LocalBroker;
  readonly clickhouse: ClickHouseProcess;
  /** Part of a check that everybody runs: faults that are a length of time are short. */
  readonly isQuick: boolean;
  /** A switch of `without/` that every process of the product is started with: a part taken out, to prove the harness. */
  readonly without: string | undefined;
  /** A log and a database of the row's own. Closed by the world at the row's end. */
  room(name: string, options?: Pick<RoomOptions, 'isSkewed'>): Promise<Room>;
  /** A place for a Belfry of one process. Closed as rooms are. @param data an existing directory; default: a temporary one. */
  embeddedRoom(data?: string): Promise<EmbeddedRoom>;
  /** The same world, but for a part that is taken out of what is started from now on. */
  lacking(without: string): World;
  /** Ends every process of the rooms that are open. */
  closeRooms(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws Error with the remedy if java or the jars are missing: a fault that cannot be brought about is a failure. */
export async function startWorld(isQuick: boolean, without: string | undefined): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-faults-'));
  const broker = await startLocalBroker();
  const clickhouse = await startClickHouse(join(directory, 'clickhouse'));
  let rooms: Pick<Room, 'close'>[] = [];
  let stopped = false;
  const opened = async <Opened extends Pick<Room, 'close'>>(opening: () => Promise<Opened>): Promise<Opened> => {
    // Who broke it off is waited for by nobody, and what would start now would be ended by nobody.
    if (stopped) throw new Error('the world has stopped');
    const room = await opening();
    rooms.push(room);
    return room;
  };
  const worldOf = (lacking: string | undefined): World => ({
    broker,
    clickhouse,
    isQuick,
    without: lacking,
    room: (name, options = {}) => opened(() => openRoom({ name, broker, clickhouse, without: lacking, ...options })),
    embeddedRoom: (data) => opened(() => openEmbeddedRoom(data)),
    lacking: worldOf,
    async closeRooms() {
      const open = rooms;
      rooms = [];
      for (const room of open) await room.close();
    },
    async stop() {
      stopped = true;
      await this.closeRooms();
      await clickhouse.stop();
      await broker.stop();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  });
  return worldOf(without);
}
