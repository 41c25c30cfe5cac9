export interface Quantiles {
  readonly n: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** Of any figures, in whatever order; rounded to a tenth. NaN where there are none. */
export function quantilesOf(figures: readonly number[]): Quantiles {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (share: number): number => rounded(sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN);
  return { n: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

export const medianOf = (figures: readonly number[]): number => quantilesOf(figures).p50;

const rounded = (figure: number): number => Math.round(figure * 10) / 10;
