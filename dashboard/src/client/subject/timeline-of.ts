import type { SpanKind } from '@belfry/processor/contract';

interface Spanned {
  readonly from: number;
  readonly to: number;
  readonly kind: SpanKind;
}

export interface Bar {
  readonly kind: SpanKind;
  /** Of a picture that is `WIDTH` wide. */
  readonly x: number;
  readonly width: number;
}

export interface Timeline {
  readonly from: number;
  readonly to: number;
  readonly bars: readonly Bar[];
  /** Where the deadline and now are; null: not in the picture. */
  readonly due: number | null;
  readonly now: number | null;
}

export const WIDTH = 1_000;
/** What is shorter than it can be seen is drawn so wide. */
const NARROWEST = 2;

/** Where the spans of a ledger, its deadline and now lie in a picture that holds them all. Instants are ms UTC. */
export function timelineOf(ledger: readonly Spanned[], due: number | null, now: number | null): Timeline | null {
  const [first, last] = [ledger[0], ledger.at(-1)];
  if (first === undefined || last === undefined) return null;
  const from = first.from;
  const to = Math.max(last.to, due ?? 0, from + 1);
  const at = (instant: number): number => ((instant - from) / (to - from)) * WIDTH;
  const inside = (instant: number | null): number | null =>
    instant === null || instant < from || instant > to ? null : at(instant);
  const bars = ledger.map(({ from: begins, to: ends, kind }) => ({
    kind,
    x: at(begins),
    width: Math.max(NARROWEST, at(ends) - at(begins)),
  }));
  return { from, to, bars, due: inside(due), now: inside(now) };
}
