import type { Fold, StateSink } from './fold.ts';

/** Writes all that changed in one go: for whoever has nobody else to give a turn to. */
export function flushWhole(fold: Pick<Fold, 'flush'>, sink: StateSink): void {
  for (const _ of fold.flush(sink));
}
