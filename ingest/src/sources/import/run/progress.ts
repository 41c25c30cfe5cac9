import type { ImportCounts } from './report.ts';

/** How far an import has come; told a few times a second, and once at its end. */
export interface ImportProgress {
  readonly rows: number;
  readonly refused: number;
  readonly events: number;
  /** Of the main file. */
  readonly bytes: number;
  readonly totalBytes: number;
  readonly rowsPerSecond: number;
  /** Undefined as long as nothing can be said. */
  readonly secondsLeft: number | undefined;
  readonly done: boolean;
}

const EVERY_MS = 250;

/**
 * Measures from the first call on, so that the rows that an earlier run imported do not make this one look faster.
 */
export function createProgress(totalBytes: number, now: () => number, tell: (progress: ImportProgress) => void) {
  let toldAt = Number.NEGATIVE_INFINITY;
  let from: { readonly rows: number; readonly bytes: number; readonly at: number } | undefined;
  return (counts: ImportCounts, bytes: number, done: boolean): void => {
    const at = now();
    from ??= { rows: counts.rows, bytes, at };
    if (!done && at - toldAt < EVERY_MS) return;
    toldAt = at;
    const seconds = (at - from.at) / 1000;
    const bytesPerSecond = seconds > 0 ? (bytes - from.bytes) / seconds : 0;
    tell({
      rows: counts.rows,
      refused: counts.refused,
      events: counts.events,
      bytes: Math.round(bytes),
      totalBytes,
      rowsPerSecond: seconds > 0 ? Math.round((counts.rows - from.rows) / seconds) : 0,
      secondsLeft: done ? 0 : bytesPerSecond > 0 ? Math.ceil((totalBytes - bytes) / bytesPerSecond) : undefined,
      done,
    });
  };
}
