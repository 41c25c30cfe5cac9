import { io } from 'socket.io-client';
import { type PackedFrame, type Snapshot, unpackFrame } from '../../../dashboard/src/contract/index.ts';

/** Many walls in one process. */
export interface WallSockets {
  readonly url: string;
  readonly count: number;
}

/** It answers `watch` once it begins anew, and deadlines that were missed with what came since. */
export type SocketsQuestion =
  | { readonly ask: 'watch' }
  | { readonly ask: 'measure'; readonly missed: readonly number[] };

const { url, count } = JSON.parse(process.argv[2]!) as WallSockets;

export interface SocketsMeasure {
  /**
   * ms from a missed deadline, which is the instant at which its breach was appended, to the frame that counts it: the first
   * that names it, or a later one, as the last that was missed. Each at each wall.
   */
  readonly counted: readonly number[];
  /** The same until the incident that it joined is listed so, of those that were the newest of theirs when it was. */
  readonly listed: readonly number[];
  readonly bytes: number;
  readonly frames: number;
  readonly cpuMs: number;
  /** Frames that did not follow the one before. */
  readonly gaps: number;
}

let listed: number[] = [];
/** For each wall, when a frame came that named a later missed deadline, and which. */
let told: { readonly at: number; readonly lastBreach: number }[][] = [];
let bytes = 0;
let frames = 0;
let gaps = 0;
let cpu = process.cpuUsage();

for (let n = 0; n < count; n++) {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
  let seq = -1;
  told.push([]);
  const ready = new Promise<void>((resolve, reject) => {
    socket.once('snapshot', (snapshot: Snapshot) => {
      seq = snapshot.seq;
      resolve();
    });
    socket.once('connect_error', reject);
  });
  socket.on('frame', (packed: PackedFrame) => {
    const now = Date.now();
    const frame = unpackFrame(packed)!;
    if (frame.seq !== seq + 1) gaps++;
    seq = frame.seq;
    frames++;
    const { verdict, incidents } = frame.change;
    if (typeof verdict?.lastBreach === 'number') told[n]!.push({ at: now, lastBreach: verdict.lastBreach });
    for (const [, { newest }] of incidents?.patch ?? []) if (newest !== undefined) listed.push(now - newest);
  });
  socket.io.engine.on('packet', ({ data }: { data?: string }) => {
    // The frame of the websocket itself has four bytes beside it, and the packet one.
    bytes += (data?.length ?? 0) + 5;
  });
  await ready;
}

process.on('message', (question: SocketsQuestion) => {
  if (question.ask === 'watch') {
    listed = [];
    told = told.map(() => []);
    bytes = 0;
    frames = 0;
    gaps = 0;
    cpu = process.cpuUsage();
    process.send!({ watching: true });
  } else {
    const { user, system } = process.cpuUsage(cpu);
    const counted = told.flatMap((frames) => delaysOf(question.missed, frames));
    process.send!({ counted, listed, bytes, frames, gaps, cpuMs: (user + system) / 1000 } satisfies SocketsMeasure);
  }
});
process.send!({ open: true });

/** @param missed deadlines in the order in which their breaches were appended, each later than the one before. */
function delaysOf(missed: readonly number[], frames: (typeof told)[number]): number[] {
  const delays: number[] = [];
  let next = 0;
  for (const { at, lastBreach } of frames)
    for (; next < missed.length && missed[next]! <= lastBreach; next++) delays.push(at - missed[next]!);
  return delays;
}
