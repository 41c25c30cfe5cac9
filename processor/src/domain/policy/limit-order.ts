import type { CompiledKpi, KpiLimit } from './compiled-kpi.ts';

type Good = CompiledKpi['good'];

const MILLION = 1_000_000;

/**
 * Whether there are numbers that the first limit bears and the second does not. Limits with counts cannot be told apart by
 * their rates: `at most 3 % or 5` bears more than `at most 4 %` where there are few, and less where there are many.
 *
 * A limit bears k failures from some number of subjects on; it is looser if it bears some k earlier than the other does.
 * @param from nothing is judged below so many: the minimum volume.
 */
export function isLooser(limit: KpiLimit, than: KpiLimit, good: Good, from = 1): boolean {
  const most = Math.max(limit.failures?.most ?? 0, than.failures?.most ?? 0);
  for (let failures = 1; failures <= most; failures++) {
    if (bearsFrom(limit, failures, good, from) < bearsFrom(than, failures, good, from)) return true;
  }
  // Beyond both counts only rates speak, or a count has the last word; of two rates the greater one gets ahead some day.
  const [one, other] = [shareBeyond(limit, good), shareBeyond(than, good)];
  return one > other;
}

/** What share may fail, in millionths: rates are exact to the millionth. */
export const shareThatMayFail = ({ rate }: KpiLimit, good: Good): number => {
  const share = Math.round(rate * MILLION);
  return good === 'high' ? MILLION - share : share;
};

function bearsFrom(limit: KpiLimit, failures: number, good: Good, from: number): number {
  const share = shareThatMayFail(limit, good);
  const byRate = share === 0 ? Number.POSITIVE_INFINITY : Math.ceil((failures * MILLION) / share);
  const { most, join } = limit.failures ?? { most: 0, join: 'or' };
  const isCounted = failures <= most;
  if (join === 'and') return Math.max(from, isCounted ? byRate : Number.POSITIVE_INFINITY);
  return Math.max(from, isCounted ? failures : byRate);
}

const shareBeyond = (limit: KpiLimit, good: Good): number =>
  limit.failures?.join === 'and' ? 0 : shareThatMayFail(limit, good);
