import {
  applyChange,
  type Picture,
  type ServerToWall,
  type Snapshot,
  unpackFrame,
  type WallToServer,
} from '@belfry/dashboard/contract';
import { io, type Socket } from 'socket.io-client';
import { seeded } from './stories.ts';

const WALLS = 3;
const STAYS_MS = { least: 5_000, more: 20_000 };
const AWAY_MS = { least: 500, more: 3_000 };

export interface PassingWalls {
  /** How often one came, how many frames they got, and how often a frame did not follow the one before. */
  readonly joined: number;
  readonly frames: number;
  readonly gaps: number;
  /** Pictures that were compared with the server's own of the same number, and those that were another. */
  readonly compared: number;
  readonly different: number;
  /** All leave, and none comes back. */
  leave(): void;
}

/** Three walls on real sockets that come, keep the picture by its frames, compare it with the server's, and leave. */
export function passingWalls(url: string, seed: number): PassingWalls {
  const random = seeded(seed);
  const between = ({ least, more }: { least: number; more: number }): number => least + random() * more;
  const walls = { joined: 0, frames: 0, gaps: 0, compared: 0, different: 0 };
  const open = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let left = false;
  const later = (ms: number, what: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!left) what();
    }, ms);
    timers.add(timer);
  };

  const join = (): void => {
    const socket: Socket<ServerToWall, WallToServer> = io(url, { transports: ['websocket'], forceNew: true });
    open.add(socket);
    walls.joined++;
    let kept: { readonly picture: Picture; readonly seq: number; readonly server: string } | undefined;
    socket.on('snapshot', ({ picture, seq, server }) => {
      kept = { picture, seq, server };
    });
    socket.on('frame', (packed) => {
      const { change, seq, server } = unpackFrame(packed)!;
      if (kept === undefined) return;
      walls.frames++;
      if (server !== kept.server || seq !== kept.seq + 1) walls.gaps++;
      kept = { picture: applyChange(kept.picture, change), seq, server };
    });
    const leave = async (): Promise<void> => {
      const whole = (await (await fetch(`${url}/api/snapshot`)).json()) as Snapshot;
      // The answer and the frames come on two connections: only pictures of the same number compare.
      if (kept !== undefined && kept.seq === whole.seq) {
        walls.compared++;
        if (JSON.stringify(sorted(kept.picture)) !== JSON.stringify(sorted(whole.picture))) walls.different++;
      }
      socket.close();
      open.delete(socket);
      later(between(AWAY_MS), join);
    };
    later(between(STAYS_MS), () => void leave().catch(() => walls.different++));
  };
  for (let wall = 0; wall < WALLS; wall++) later(between(AWAY_MS), join);
  return {
    get joined() {
      return walls.joined;
    },
    get frames() {
      return walls.frames;
    },
    get gaps() {
      return walls.gaps;
    },
    get compared() {
      return walls.compared;
    },
    get different() {
      return walls.different;
    },
    leave() {
      left = true;
      for (const timer of timers) clearTimeout(timer);
      for (const socket of open) socket.close();
    },
  };
}

/** With the fields in the order of their names: a picture that was put together has them in another. */
const sorted = (picture: Picture): unknown =>
  Object.fromEntries(Object.entries(picture).sort(([a], [b]) => (a < b ? -1 : 1)));
