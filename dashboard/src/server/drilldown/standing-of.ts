import {
  allowance,
  type CompiledKpi,
  type CompiledZone,
  type Counts,
  type DayCount,
  type DayRange,
  finalFrom,
  isFinal,
  isoOfDay,
  judgeCounts,
  type KpiLimit,
  startOfDay,
  sumDays,
  tierOf,
} from '@belfry/processor/contract';
import type { Standing } from '../../contract/kpi-api.ts';
import type { ChosenWindow } from './chosen-window.ts';
import { sumOf } from './day-counts.ts';
import { limitWords } from './words.ts';

/** The counts of one partner (or of a slice of it) in a window, in the days of its zone. */
export interface Piece extends Counts {
  readonly range: DayRange;
  readonly zone: CompiledZone;
  readonly before: Counts & DayRange;
  readonly final: boolean;
  /** Set if the window has become final and has changed since. */
  readonly revised: (Counts & { readonly at: number }) | null;
}

/** @param since by how much the window has changed since it became final. */
export function pieceOf(
  days: readonly DayCount[],
  { kpi, window, asOf, zone, since }: PieceQuestion & { readonly since?: Counts | undefined },
): Piece {
  const range = window.range(asOf);
  const counts = sumDays(days, range);
  const before = window.before(asOf);
  const changed = since !== undefined && (since.num !== 0 || since.den !== 0);
  return {
    ...counts,
    range,
    zone,
    before: { ...before, ...sumDays(days, before) },
    final: isFinal(range, kpi.settles, asOf),
    revised: changed
      ? { num: counts.num - since.num, den: counts.den - since.den, at: finalSince(range, kpi, zone) }
      : null,
  };
}

export interface PieceQuestion {
  readonly kpi: CompiledKpi;
  readonly window: ChosenWindow;
  /** A local day. */
  readonly asOf: number;
  readonly zone: CompiledZone;
}

/** The instant (ms UTC) at which a window becomes final: the start of the day as of which it is. */
export const finalSince = (range: DayRange, { settles }: CompiledKpi, zone: CompiledZone): number =>
  startOfDay(zone, finalFrom(range, settles));

/** Pieces of several partners as one; the outermost days that are counted of anybody where zones differ. */
export function together(pieces: readonly Piece[]): Piece {
  const [first] = pieces;
  if (pieces.length === 1) return first!;
  const counted = pieces.filter(({ den }) => den > 0);
  const revised = pieces.some((piece) => piece.revised !== null);
  const at = Math.max(...pieces.map((piece) => piece.revised?.at ?? 0));
  return {
    ...sumOf(pieces),
    range: around((counted.length > 0 ? counted : pieces).map(({ range }) => range)),
    zone: first!.zone,
    before: { ...around(pieces.map(({ before }) => before)), ...sumOf(pieces.map(({ before }) => before)) },
    final: pieces.every(({ final }) => final),
    revised: revised ? { ...sumOf(pieces.map((piece) => piece.revised ?? piece)), at } : null,
  };
}

const around = (ranges: readonly DayRange[]): DayRange => ({
  from: Math.min(...ranges.map(({ from }) => from)),
  to: Math.max(...ranges.map(({ to }) => to)),
});

/** For display: null where there are too few to say anything, never 0 % of nothing. */
export const rateOf = ({ num, den }: Counts, { minimumVolume }: Pick<CompiledKpi, 'minimumVolume'>): number | null =>
  den <= 0 || den < minimumVolume ? null : num / den;

/** What a standing says beside its numbers. */
export interface Labels {
  readonly partner: string | null;
  readonly partnerName: string | null;
  readonly group: string | null;
  /** Whose limits hold. */
  readonly market: string;
  /** null for several zones together. */
  readonly zone: string | null;
  readonly asOf: string;
  readonly positions: Readonly<Record<string, number>>;
}

/** One card. */
export function standingOf(kpi: CompiledKpi, window: ChosenWindow, piece: Piece, labels: Labels): Standing {
  const { market, zone, asOf, positions, ...whose } = labels;
  const { range, before, revised } = piece;
  const counts = { num: piece.num, den: piece.den };
  const { level, limits, headroom } = judgeCounts(counts, range, kpi, market);
  const tier = tierOf(counts, level, limits, kpi.good);
  const limit = (one: KpiLimit | undefined) => (one ? { words: limitWords(one, kpi), rate: one.rate } : null);
  return {
    kpi: kpi.id,
    title: kpi.title,
    good: kpi.good,
    ...whose,
    window: window.name,
    windowWords: window.words,
    from: isoOfDay(range.from),
    to: isoOfDay(range.to),
    zone,
    ...counts,
    rate: rateOf(counts, kpi),
    verdict: level,
    minimumVolume: kpi.minimumVolume,
    warn: limit(limits?.warn),
    block: limit(limits?.block),
    headroom,
    budget: level === 'n/a' ? null : allowance(counts.den, limits!.block, kpi.good),
    tier: tier ? { name: tier.name, consequence: tier.consequence ?? null } : null,
    settled: piece.final ? 'final' : 'provisional',
    revised: revised && { num: revised.num, den: revised.den, rate: rateOf(revised, kpi), at: revised.at },
    before: {
      from: isoOfDay(before.from),
      to: isoOfDay(before.to),
      num: before.num,
      den: before.den,
      rate: rateOf(before, kpi),
    },
    asOf,
    positions,
  };
}
