import { io } from 'socket.io-client';
import {
  applyFrame,
  applyHeartbeat,
  type Received,
  receiveSnapshot,
  type WallState,
} from '../../../dashboard/src/client/state/wall-state.ts';
import { type PackedFrame, type Snapshot, unpackFrame } from '../../../dashboard/src/contract/index.ts';

/** Many walls in one process: real sockets, and what each shows worked out by the wall's own functions. */
const { url, count } = JSON.parse(process.argv[2]!) as { readonly url: string; readonly count: number };

export interface WallsReport {
  readonly linked: number;
  /** Each picture that any wall shows now, and on how many walls. */
  readonly pictures: readonly { readonly picture: string; readonly walls: number }[];
  readonly servers: number;
  readonly snapshots: number;
  readonly frames: number;
  /** Frames that a wall had seen, and frames between which one was missing. */
  readonly duplicates: number;
  readonly gaps: number;
}

const walls: { state: WallState | null; linked: boolean }[] = [];
const servers = new Set<string>();
let [snapshots, frames, duplicates, gaps] = [0, 0, 0, 0];

for (let n = 0; n < count; n++) {
  const wall: (typeof walls)[number] = { state: null, linked: false };
  walls.push(wall);
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 250,
    reconnectionDelayMax: 2_000,
  });
  const take = ({ state, resync }: Received): void => {
    wall.state = state;
    if (resync) socket.emit('resync');
  };
  socket.on('connect', () => {
    wall.linked = true;
  });
  socket.on('disconnect', () => {
    wall.linked = false;
  });
  socket.on('snapshot', (message: Snapshot) => {
    snapshots++;
    servers.add(message.server);
    take(receiveSnapshot(wall.state, message));
  });
  socket.on('frame', (packed: PackedFrame) => {
    frames++;
    const message = unpackFrame(packed);
    if (message !== null && wall.state?.server === message.server) {
      if (message.seq <= wall.state.seq) duplicates++;
      if (message.seq > wall.state.seq + 1) gaps++;
    }
    take(applyFrame(wall.state, message));
  });
  socket.on('heartbeat', (message) => take(applyHeartbeat(wall.state, message)));
}

process.on('message', ({ status: id }: { status: number }) => {
  const pictures = new Map<string, number>();
  for (const { state } of walls) {
    const picture = JSON.stringify(state?.picture ?? null);
    pictures.set(picture, (pictures.get(picture) ?? 0) + 1);
  }
  const report: WallsReport = {
    linked: walls.filter(({ linked }) => linked).length,
    pictures: [...pictures].map(([picture, of]) => ({ picture, walls: of })),
    ...{ servers: servers.size, snapshots, frames, duplicates, gaps },
  };
  process.send!({ id, report });
});
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
process.send!({ ready: true });
