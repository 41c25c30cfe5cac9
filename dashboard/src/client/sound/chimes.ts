import type { IncidentLine, Picture } from '../../contract/index.ts';
import type { Freshness } from '../state/freshness.ts';

/** Two bells at once help nobody: what rings within this time of the last waits for its end. ms */
const APART_MS = 30_000;
/** From when on a lost link is told, ms. */
const LOST_MS = 60_000;
/** So many incidents are remembered: far more than a wall shows, and few enough for months. */
const REMEMBERED = 1_000;

/** `rising`: a new critical incident. `falling`: the picture has been old for a minute, since the link is lost. */
export type Chime = 'rising' | 'falling';

/** What a wall has heard of. `initialChimes` is that of one that has just been loaded. */
export interface Chimes {
  /** Ids that were seen, whether they rang or not, oldest first; null until the first picture. */
  readonly seen: readonly string[] | null;
  /** The newest that any of them was, ms UTC: what is older and was not seen had only found no room in the picture. */
  readonly newest: number;
  /** Those that are to ring as soon as the last bell is long enough ago. */
  readonly waiting: readonly string[];
  readonly rangAt: number | null;
  /** Whether this loss of the link was told. */
  readonly lossTold: boolean;
}

export const initialChimes: Chimes = { seen: null, newest: 0, waiting: [], rangAt: null, lossTold: false };

export interface Looked {
  /** ms UTC by the server's clock. */
  readonly now: number;
  readonly picture: Pick<Picture, 'stage' | 'catchingUp' | 'incidents'> | null;
  readonly freshness: Pick<Freshness, 'level' | 'cause' | 'age'> | null;
}

/**
 * Which bell to ring now. Each critical incident rings once on a wall: not what was there when it was loaded, not what is read
 * again, not what is told again after a lost link, and not what somebody has taken on or silenced in the meantime.
 */
export function nextChime(before: Chimes, looked: Looked): { readonly chimes: Chimes; readonly chime: Chime | null } {
  const chimes = notice(loss(before, looked), looked);
  if (chimes.lossTold && !before.lossTold) return { chimes: { ...chimes, rangAt: looked.now }, chime: 'falling' };
  const due = chimes.rangAt === null || looked.now - chimes.rangAt >= APART_MS;
  if (chimes.waiting.length === 0 || !due) return { chimes, chime: null };
  return { chimes: { ...chimes, waiting: [], rangAt: looked.now }, chime: 'rising' };
}

/** A wall that never had a picture has lost none. */
function loss(before: Chimes, { freshness }: Looked): Chimes {
  if (freshness === null || before.seen === null) return before;
  if (freshness.level === 'fresh') return before.lossTold ? { ...before, lossTold: false } : before;
  const lost = freshness.cause === 'link' && freshness.age >= LOST_MS;
  return lost && !before.lossTold ? { ...before, lossTold: true } : before;
}

function notice(before: Chimes, { picture }: Looked): Chimes {
  if (picture === null) return before;
  const known = new Set(before.seen);
  const fresh = picture.incidents.filter(({ id }) => !known.has(id));
  const live = picture.stage === 'live' && picture.catchingUp === null;
  // What is read for the first time may be long past; it is seen, and stays silent.
  const ringing = before.seen === null || !live ? [] : fresh.filter((one) => calls(one) && one.newest >= before.newest);
  const calling = new Set(picture.incidents.filter(calls).map(({ id }) => id));
  const waiting = [...before.waiting.filter((id) => calling.has(id)), ...ringing.map(({ id }) => id)];
  if (before.seen !== null && fresh.length === 0 && waiting.length === before.waiting.length) return before;
  return {
    ...before,
    seen: [...known, ...fresh.map(({ id }) => id)].slice(-REMEMBERED),
    newest: Math.max(before.newest, ...picture.incidents.map(({ newest }) => newest)),
    waiting,
  };
}

/** Whether somebody has to act on it who has not said so. */
const calls = ({ severity, acknowledged, silenced, open }: IncidentLine): boolean =>
  severity === 'critical' && acknowledged === null && !(open > 0 && silenced === open);
