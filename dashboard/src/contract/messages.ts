import type { Change } from './change.ts';
import type { PackedFrame } from './pack.ts';
import type { Picture } from './picture.ts';

/**
 * What travels between the relay and a wall over Socket.IO. The picture is the same for every wall: a snapshot states it
 * whole under a sequence number, each frame carries it from `seq - 1` to `seq`. A wall that meets a gap, another server or
 * a message that it cannot read asks for a snapshot. A server that has not read its history yet sends heartbeats only:
 * walls keep the picture that they have.
 */
export interface Stamp {
  /** Random for each run of the server: sequence numbers of two runs do not compare. */
  readonly server: string;
  readonly seq: number;
  /** The server's time, ms UTC. Walls count down by it, not by their own clock. */
  readonly now: number;
  /** The last instant at which the server knew the picture to be whole: it reaches the log and the tables. */
  readonly asOf: number;
}

export interface Snapshot extends Stamp {
  /** The built wall that this server serves; a wall of another build loads itself anew. */
  readonly build: string;
  readonly picture: Picture;
}

export interface Frame extends Stamp {
  readonly change: Change;
}

/** Sent each second: it dates the picture, moves the server's time along, and shows a gap when nothing else is sent. */
export type Heartbeat = Stamp;

export interface ServerToWall {
  snapshot(snapshot: Snapshot): void;
  /** Packed, since a thousand walls get several a second: `unpackFrame` reads it. */
  frame(frame: PackedFrame): void;
  heartbeat(heartbeat: Heartbeat): void;
}

export interface WallToServer {
  /** Asks for a snapshot. */
  resync(): void;
}

export const HEARTBEAT_MS = 1_000;
