import {
  applyChange,
  type Frame,
  type Heartbeat,
  type Picture,
  type Snapshot,
  type Stamp,
} from '../../contract/index.ts';

/** What a wall holds of what the server told it. Before the first snapshot there is nothing. */
export interface WallState extends Pick<Stamp, 'server' | 'seq' | 'asOf'> {
  readonly build: string;
  readonly picture: Picture;
}

/** The state after a message, and whether the wall must ask for a snapshot because it cannot follow. */
export interface Received {
  readonly state: WallState | null;
  readonly resync: boolean;
}

/**
 * Takes a snapshot: it always counts, whatever was known. One that cannot be read leaves the old picture, and is not asked
 * for again at once: the next heartbeat does that.
 */
export function receiveSnapshot(state: WallState | null, message: unknown): Received {
  if (!isStamp(message) || !isPicture((message as Snapshot).picture)) return { state, resync: false };
  const { server, seq, asOf, build, picture } = message as Snapshot;
  return { state: { server, seq, asOf, build, picture }, resync: false };
}

/** Takes a frame: only the very next one of the same server can be applied; one that was seen is left out. */
export function applyFrame(state: WallState | null, message: unknown): Received {
  if (state === null || !isStamp(message)) return { state, resync: true };
  const { server, seq, asOf, change } = message as Frame;
  if (server !== state.server) return { state, resync: true };
  if (seq <= state.seq) return { state, resync: false };
  if (seq !== state.seq + 1) return { state, resync: true };
  try {
    const picture = applyChange(state.picture, change);
    return isPicture(picture) ? { state: { ...state, seq, asOf, picture }, resync: false } : { state, resync: true };
  } catch {
    return { state, resync: true };
  }
}

/** Takes a heartbeat: it dates the picture that it speaks of, and shows a gap if the wall holds another. */
export function applyHeartbeat(state: WallState | null, message: unknown): Received {
  if (state === null || !isStamp(message)) return { state, resync: true };
  const { server, seq, asOf } = message as Heartbeat;
  if (server !== state.server || seq > state.seq) return { state, resync: true };
  return { state: asOf > state.asOf ? { ...state, asOf } : state, resync: false };
}

export function isStamp(message: unknown): message is Stamp {
  if (typeof message !== 'object' || message === null) return false;
  const { server, seq, now, asOf } = message as Stamp;
  return typeof server === 'string' && Number.isInteger(seq) && Number.isFinite(now) && Number.isFinite(asOf);
}

/** What the components rely on: that lists are lists, and that a verdict is there. */
function isPicture(picture: unknown): picture is Picture {
  if (typeof picture !== 'object' || picture === null) return false;
  const { breaches, incidents, escalations, next, tiles, partners, silent, deadlines, verdict } = picture as Picture;
  return (
    [breaches, incidents, escalations, next, tiles, partners, silent, deadlines].every(Array.isArray) &&
    typeof verdict?.breached === 'number'
  );
}
