import type { Piece } from './counting.ts';
import type { PaperPause, PaperPolicy, PaperPromise } from './paper.ts';
import { fits, holds, type Story } from './sight.ts';

/**
 * The pauses of a promise, as the facts of a subject begin and end them. They are the subject's, whether a clock runs or
 * not: one that lasts when a clock starts pauses it from its start.
 */

export interface PausePiece {
  readonly from: number;
  /** Infinity while it lasts. */
  readonly to: number;
  /** Of several at once, the first of the promise's list. */
  readonly pause: PaperPause;
}

export function pausesOf(promise: PaperPromise, story: Story, policy: PaperPolicy): PausePiece[] {
  const pauses = promise.pauses ?? [];
  const lasting = new Set<PaperPause>();
  const pieces: PausePiece[] = [];
  const { facts } = story;
  facts.forEach((fact, n) => {
    for (const pause of pauses) {
      if (lasts(pause, lasting.has(pause), story, n, policy)) lasting.add(pause);
      else lasting.delete(pause);
    }
    const speaks = pauses.find((pause) => lasting.has(pause));
    const to = facts[n + 1]?.time ?? Number.POSITIVE_INFINITY;
    if (speaks !== undefined && fact.time < to) pieces.push({ from: fact.time, to, pause: speaks });
  });
  return pieces;
}

function lasts(pause: PaperPause, lasted: boolean, story: Story, n: number, policy: PaperPolicy) {
  if ('while' in pause) return holds(pause.while, story.dataAfter(n), policy);
  // A fact that both ends and begins one leaves it on.
  if (fits(pause.from, story, n, policy)) return true;
  return lasted && !fits(pause.until, story, n, policy);
}

/** Pieces that touch are one: what matters to counting is when it is interrupted and when it goes on. */
export function joined(pieces: readonly Piece[]): Piece[] {
  const sorted = pieces.filter(([from, to]) => from < to).sort((a, b) => a[0] - b[0]);
  const joint: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = joint.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else joint.push([from, to]);
  }
  return joint;
}
