import { io, type Socket } from 'socket.io-client';
import type { Frame, Snapshot } from '../../../dashboard/src/contract/index.ts';

/** Many walls in one process. Answers `watch` once it begins anew, and `measure` with what came since. */
const [url = '', count = '0'] = process.argv.slice(2);

export interface SocketsMeasure {
  /** ms from the instant that a breach names as its deadline, which is that of its append, to its arrival; each. */
  readonly delays: readonly number[];
  readonly bytes: number;
  readonly frames: number;
  readonly cpuMs: number;
  /** Frames that did not follow the one before. */
  readonly gaps: number;
}

let delays: number[] = [];
let bytes = 0;
let frames = 0;
let gaps = 0;
let cpu = process.cpuUsage();

const sockets: Socket[] = [];
for (let n = 0; n < Number(count); n++) {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
  let seq = -1;
  const ready = new Promise<void>((resolve, reject) => {
    socket.once('snapshot', (snapshot: Snapshot) => {
      seq = snapshot.seq;
      resolve();
    });
    socket.once('connect_error', reject);
  });
  socket.on('frame', (frame: Frame) => {
    const now = Date.now();
    if (frame.seq !== seq + 1) gaps++;
    seq = frame.seq;
    frames++;
    for (const { due } of frame.change.breaches?.put ?? []) if (due !== undefined) delays.push(now - due);
  });
  socket.io.engine.on('packet', ({ data }: { data?: string }) => {
    // The frame of the websocket itself has four bytes beside it, and the packet one.
    bytes += (data?.length ?? 0) + 5;
  });
  sockets.push(socket);
  await ready;
}

process.on('disconnect', () => process.exit(1));
process.on('message', (asked) => {
  if (asked === 'watch') {
    delays = [];
    bytes = 0;
    frames = 0;
    gaps = 0;
    cpu = process.cpuUsage();
    process.send!({});
  } else if (asked === 'measure') {
    const { user, system } = process.cpuUsage(cpu);
    process.send!({ delays, bytes, frames, gaps, cpuMs: (user + system) / 1000 } satisfies SocketsMeasure);
  } else {
    for (const socket of sockets) socket.close();
    process.exit(0);
  }
});
process.send!({});
