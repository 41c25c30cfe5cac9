import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Frame, Heartbeat, ServerToWall, Snapshot, WallToServer } from '../contract/index.ts';

/** Every wall shows the same picture; the server puts it there, a wall cannot ask for a room. */
const ROOM = 'wall';
/** Messages that may wait for a slow wall before it is cut off: it comes back and takes a snapshot instead. */
const PATIENCE = 500;
/** A wall gets at most one snapshot in so many ms: a broken one must not cost the others their frames. */
const RESYNC_MS = 900;

export interface Walls {
  attach(server: HttpServer): void;
  snapshot(snapshot: Snapshot): void;
  frame(frame: Frame): void;
  heartbeat(heartbeat: Heartbeat): void;
  stop(): Promise<void>;
}

/** The sockets of the walls. Compression stays off: it cost 5,000 clients 1.2 GB instead of 0.15. */
export function createWalls(snapshot: () => Snapshot | null, now: () => number): Walls {
  const io = new Server<WallToServer, ServerToWall>({
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: 4_096,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    // A page of another site must not read the wall through its reader's browser.
    allowRequest: (request, answer) => {
      const { origin, host } = request.headers;
      answer(null, origin === undefined || sameHost(origin, host));
    },
  });
  io.on('connection', (socket) => {
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
    frame: (frame) => void io.to(ROOM).emit('frame', frame),
    heartbeat: (heartbeat) => {
      cutOffSlow();
      io.to(ROOM).volatile.emit('heartbeat', heartbeat);
    },
    // The HTTP server belongs to whoever attached it; only the sockets are ours to close.
    stop: async () => {
      io.disconnectSockets(true);
      io.engine?.close();
    },
  };
}

const sameHost = (origin: string, host: string | undefined): boolean => {
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
};
