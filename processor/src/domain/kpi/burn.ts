import type { CompiledKpi, KpiBurn, KpiLimit } from '../policy/compiled.ts';
import { failing, millionths } from './limits.ts';
import type { Counts } from './window.ts';

/**
 * How fast an error budget burns (docs/kpis.md, Budget, burn, projection): the share that fails of what was newly counted,
 * against the share that the limit lets fail.
 */

export const TEN_MINUTES_MS = 600_000;
export const HOUR_MS = 3_600_000;

/** A window looks back over so many slices, the running one among them. */
export const BURN_WINDOWS = {
  '1h': { slice: TEN_MINUTES_MS, slices: 6 },
  '6h': { slice: TEN_MINUTES_MS, slices: 36 },
  '1d': { slice: HOUR_MS, slices: 24 },
  '3d': { slice: HOUR_MS, slices: 72 },
} as const;

export type BurnWindow = keyof typeof BURN_WINDOWS;
export type BurnPair = keyof KpiBurn;

export const BURN_PAIRS: Readonly<Record<BurnPair, readonly [BurnWindow, BurnWindow]>> = {
  fast: ['1h', '6h'],
  slow: ['1d', '3d'],
};

/** The first instant (ms UTC) of the slices that a window looks at, at an instant. */
export function burnSince(window: BurnWindow, now: number): number {
  const { slice, slices } = BURN_WINDOWS[window];
  return (Math.floor(now / slice) - slices + 1) * slice;
}

/** For display: 1 uses the budget up just as the window ends; null where nothing was counted, or nothing may ever fail. */
export function burnRate(counts: Counts, limit: KpiLimit, good: CompiledKpi['good']): number | null {
  const share = shareAllowed(limit, good);
  return counts.den <= 0 || share === 0 ? null : (failing(counts, good) * 1_000_000) / (counts.den * share);
}

/** Whether it burns more than `factor` times as fast as the limit allows, in a window that holds enough. */
export function burnsFaster(
  counts: Counts,
  limit: KpiLimit,
  { good, minimumVolume }: Pick<CompiledKpi, 'good' | 'minimumVolume'>,
  factor: number,
): boolean {
  if (counts.den <= 0 || counts.den < minimumVolume) return false;
  return failing(counts, good) * 1_000_000 > factor * counts.den * shareAllowed(limit, good);
}

/** In millionths. */
const shareAllowed = ({ rate }: KpiLimit, good: CompiledKpi['good']): number =>
  good === 'high' ? 1_000_000 - millionths(rate) : millionths(rate);
