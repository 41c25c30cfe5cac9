import type { ProbeAnswer } from './probe.ts';
import type { TableRows } from './rows-per-key.ts';

/** One look at everything, `at` ms since the load began. */
export interface Sample extends ProbeAnswer {
  readonly at: number;
  readonly lag: number;
  readonly logBytes: number;
  /** Events sent so far. */
  readonly sent: number;
}

/** What the soak came to, for the verdict. */
export interface Soaked {
  /** Under load, in their order. */
  readonly samples: readonly Sample[];
  /** When all is calm: after a first load and its walls, and after the whole. */
  readonly before: ProbeAnswer;
  readonly after: Sample;
  readonly tables: readonly TableRows[];
  /** Breaches told and taken back, by id; and the orders that shipped late, and those that only said so late. */
  readonly breached: number;
  readonly retracted: number;
  readonly late: number;
  readonly lateEvidence: number;
  readonly walls: {
    readonly joined: number;
    readonly frames: number;
    readonly gaps: number;
    readonly compared: number;
    readonly different: number;
  };
  readonly posts: number;
  readonly exitCode: number | null;
}

/** One thing that must hold: what was found, and the bound that it was held against. */
export interface Finding {
  readonly what: string;
  readonly found: string;
  readonly bound: string;
  readonly holds: boolean;
}

const MB = 1e6;
/**
 * What may stay in memory of an event whose order is over: its id, as long as intake remembers it, its hash in the lane's filter,
 * what the wall and the third fold remember of what was said of late. A leak of whole orders is more than a thousand bytes an event.
 */
const HEAP_BYTES_AN_EVENT = 200;
/** By so much may caches, compiled code and buffers fill in the second half, however long it is; bytes. */
const HEAP_FILLS = 4 * MB;
const HANDLES_MORE = 2;
const PARTS = 150;
const ROWS_A_KEY = 3;
/** Of small tables each commit writes all rows, and merges come when there are some. */
const SMALL = 20_000;

/** Whether what lives on stays as it is. Pure. */
export function verdictOf(soaked: Soaked): Finding[] {
  const { samples, before, after, tables, breached, retracted, late, lateEvidence, walls, posts, exitCode } = soaked;
  const half = samples.slice(Math.floor(samples.length / 2));
  const heap = slopeOf(half.map(({ at, heap: bytes }) => [at / 60_000, bytes]));
  const events = slopeOf(half.map(({ at, sent }) => [at / 60_000, sent]));
  const minutes = half.length > 1 ? (half.at(-1)!.at - half[0]!.at) / 60_000 : Number.POSITIVE_INFINITY;
  const mayGrow = HEAP_FILLS / minutes + HEAP_BYTES_AN_EVENT * events;
  const handles = { before: sumOf(before.resources), after: sumOf(after.resources) };
  const worst = (of: (table: TableRows) => number): TableRows | undefined =>
    tables.toSorted((a, b) => of(b) - of(a))[0];
  const mostParts = worst(({ parts }) => parts);
  const manyRows = tables.filter(({ rows, keys }) => rows > SMALL && rows > keys * ROWS_A_KEY);
  const finding = (what: string, found: string, bound: string, holds: boolean): Finding => ({
    what,
    found,
    bound,
    holds,
  });
  return [
    finding(
      'heap after a collection, second half',
      `${(heap / MB).toFixed(2)} MB a minute at ${Math.round(events)} events a minute`,
      `${(mayGrow / MB).toFixed(2)} MB a minute`,
      samples.length > 3 && heap <= mayGrow,
    ),
    finding('lag when all is calm', String(after.lag), '0', after.lag === 0),
    finding(
      'timers, sockets and other handles when all is calm',
      `${handles.after}, before ${handles.before}`,
      `${handles.before + HANDLES_MORE}`,
      handles.after <= handles.before + HANDLES_MORE,
    ),
    finding(
      'parts of a table',
      mostParts === undefined ? 'no table' : `${mostParts.parts} (${mostParts.table})`,
      `${PARTS}`,
      mostParts !== undefined && mostParts.parts <= PARTS,
    ),
    finding(
      'rows a key',
      manyRows.length === 0 ? 'merged' : manyRows.map((one) => `${one.table} ${one.rows}/${one.keys}`).join(', '),
      `${ROWS_A_KEY}, or ${SMALL} rows`,
      manyRows.length === 0,
    ),
    finding('breaches that stand', String(breached - retracted), `${late}`, late > 0 && breached - retracted === late),
    finding(
      'breaches taken back by late evidence',
      String(retracted),
      // A machine that is slow tells what was in time late as well.
      `${lateEvidence} or more`,
      lateEvidence > 0 && retracted >= lateEvidence,
    ),
    finding(
      'walls',
      `${walls.joined} came, ${walls.frames} frames, ${walls.gaps} gaps, ${walls.different} of ${walls.compared} pictures differ`,
      'no gap, none differs',
      walls.frames > 0 && walls.compared > 0 && walls.gaps === 0 && walls.different === 0,
    ),
    finding('posts of the hook', String(posts), 'some', posts > 0),
    finding('its end', `exit code ${exitCode}`, '0', exitCode === 0),
  ];
}

/** Of the line that fits best through [x, y]; 0 of fewer than two. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const [meanX, meanY] = [0, 1].map((n) => points.reduce((sum, point) => sum + point[n]!, 0) / points.length) as [
    number,
    number,
  ];
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (points.length < 2 || spread === 0) return 0;
  return points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
