import type { SilentSource } from '../../contract/index.ts';

export interface SilentWords {
  /** The one that has been silent for the longest; null where there is room for a count only. */
  readonly longest: SilentSource | null;
  /** How many there are beside it. */
  readonly more: number;
}

/**
 * What the bar says of sources that have fallen silent; null while none has. The picture holds the first few, longest first,
 * and how many there are: the longest is named, since whoever looks for the fault begins there.
 *
 * @param short whether something stands beside it that weighs more.
 */
export function silentWords(silent: readonly SilentSource[], total: number, short: boolean): SilentWords | null {
  const there = Math.max(total, silent.length);
  const [longest] = silent;
  if (there === 0) return null;
  return short || longest === undefined ? { longest: null, more: there } : { longest, more: there - 1 };
}
