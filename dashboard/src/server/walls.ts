import type { Server as HttpServer } from 'node:http';
import type { Access } from '@belfry/access';
import { Server, type Socket } from 'socket.io';
import {
  type Frame,
  type Heartbeat,
  packFrame,
  type ServerToWall,
  type Snapshot,
  type WallToServer,
} from '../contract/index.ts';

/** Every wall shows the same picture; the server puts it there, a wall cannot ask for a room. */
const ROOM = 'wall';
/** Messages that may wait for a slow wall before it is cut off: it comes back and takes a snapshot instead. */
const PATIENCE = 500;
/** Whoever is not let in within so many ms has its connection ended. */
const ADMITTED_MS = 10_000;
/** A wall gets at most one snapshot in so many ms: a broken one must not cost the others their frames. */
const RESYNC_MS = 900;

export interface Walls {
  attach(server: HttpServer): void;
  snapshot(snapshot: Snapshot): void;
  frame(frame: Frame): void;
  heartbeat(heartbeat: Heartbeat): void;
  stop(): Promise<void>;
}

/** What a socket keeps of who opened it. */
interface Holder {
  /** The id of its token; undefined at this machine, where none is needed. */
  token?: string;
}

type WallSocket = Socket<WallToServer, ServerToWall, Record<string, never>, Holder>;

/**
 * The sockets of the walls. Compression stays off: it cost 5,000 clients 1.2 GB instead of 0.15.
 *
 * @param access says whom to let in, and whose token has ended; without it everybody is let in.
 */
export function createWalls(
  snapshot: () => Snapshot | null,
  now: () => number,
  access?: Pick<Access, 'admit' | 'onRevoked'>,
): Walls {
  const io = new Server<WallToServer, ServerToWall, Record<string, never>, Holder>({
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: 4_096,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    connectTimeout: ADMITTED_MS,
    // A page of another site must not read the wall through its reader's browser.
    allowRequest: (request, answer) => {
      const { origin, host } = request.headers;
      answer(null, origin === undefined || sameHost(origin, host));
    },
  });
  /** Tokens that ended while this runs: one may end between being let in and being connected. */
  const ended = new Set<string>();
  const unlisten = access?.onRevoked(({ id }) => {
    ended.add(id);
    // It comes back by itself, is refused with the reason, and shows it.
    io.in(tokenRoom(id)).disconnectSockets(true);
  });
  if (access) {
    const admit = async (socket: WallSocket, next: (error?: Error) => void): Promise<void> =>
      next(await letIn(access, socket));
    io.use((socket, next) => void admit(socket, next));
  }
  io.on('connection', (socket) => {
    const { token } = socket.data;
    if (token !== undefined) {
      if (ended.has(token)) {
        socket.disconnect(true);
        return;
      }
      void socket.join(tokenRoom(token));
    }
    let sent = Number.NEGATIVE_INFINITY;
    const sendSnapshot = (): void => {
      const whole = snapshot();
      if (!whole || now() - sent < RESYNC_MS) return;
      sent = now();
      socket.emit('snapshot', whole);
    };
    sendSnapshot();
    // Joined in the same breath as the snapshot was taken: no frame falls between the two.
    void socket.join(ROOM);
    socket.on('resync', sendSnapshot);
  });
  const cutOffSlow = (): void => {
    for (const socket of io.sockets.sockets.values()) {
      const { writeBuffer } = socket.conn as unknown as { writeBuffer: readonly unknown[] };
      if (writeBuffer.length > PATIENCE) socket.disconnect(true);
    }
  };
  return {
    attach: (server) => void io.attach(server),
    snapshot: (snapshot) => void io.to(ROOM).emit('snapshot', snapshot),
    frame: (frame) => void io.to(ROOM).emit('frame', packFrame(frame)),
    heartbeat: (heartbeat) => {
      cutOffSlow();
      io.to(ROOM).volatile.emit('heartbeat', heartbeat);
    },
    // The HTTP server belongs to whoever attached it; only the sockets are ours to close.
    stop: async () => {
      unlisten?.();
      io.disconnectSockets(true);
      io.engine?.close();
    },
  };
}

const tokenRoom = (id: string): string => `token:${id}`;

/** Resolves with nothing, or with the refusal as an error that the wall can show. */
async function letIn(access: Pick<Access, 'admit'>, { handshake, data }: WallSocket): Promise<Error | undefined> {
  const { headers, address, auth } = handshake;
  const admitted = await access.admit({ headers, remote: address, token: auth.token });
  if ('refusal' in admitted) return Object.assign(new Error(admitted.refusal.reason), { data: admitted.refusal });
  if (admitted.caller.kind === 'token') data.token = admitted.caller.token.id;
  return undefined;
}

const sameHost = (origin: string, host: string | undefined): boolean => {
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
};
