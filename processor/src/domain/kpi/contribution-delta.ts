import type { Cell, Delta, DeltaCauseName } from '../../contract/kpi.ts';
import { type Contribution, ofKpi } from './contribution.ts';

/** Why counts change: the record (its offset in the events lane), and the subject that it was about. */
export interface DeltaCause {
  readonly offset: number;
  readonly subject: string;
  /** The append time of the record, ms UTC. */
  readonly at: number;
  /** It is history, or releases some. */
  readonly quiet: boolean;
  /** It is a policy under which open subjects are judged again. */
  readonly policy: boolean;
}

const NO_DELTAS: readonly Delta[] = [];

/**
 * The difference between what a subject contributed before a record and after it (docs/kpis.md, What a record changes). At
 * most one delta a cell, none without a change.
 */
export function contributionDelta(
  before: readonly Contribution[],
  after: readonly Contribution[],
  cause: DeltaCause,
): readonly Delta[] {
  if (before.length === 0 && after.length === 0) return NO_DELTAS;
  const deltas: Delta[] = [];
  for (const old of before) {
    const now = ofKpi(after, old.cell.kpi);
    if (now !== undefined && sameCell(now.cell, old.cell)) {
      if (now.num !== old.num || now.den !== old.den) {
        deltas.push(
          deltaOf(now.cell, cause, now.num - old.num, now.den - old.den, now.quiet, causeOf(old, now, cause)),
        );
      }
      continue;
    }
    if (old.den > 0) deltas.push(deltaOf(old.cell, cause, -old.num, -old.den, old.quiet, causeOf(old, now, cause)));
    if (now !== undefined && now.den > 0) {
      deltas.push(deltaOf(now.cell, cause, now.num, now.den, now.quiet, causeOf(old, now, cause)));
    }
  }
  for (const now of after) {
    if (now.den === 0 || ofKpi(before, now.cell.kpi) !== undefined) continue;
    deltas.push(deltaOf(now.cell, cause, now.num, now.den, now.quiet, causeOf(undefined, now, cause)));
  }
  return deltas;
}

function causeOf(old: Contribution | undefined, now: Contribution | undefined, cause: DeltaCause): DeltaCauseName {
  const was = old !== undefined && old.den > 0;
  // What history brought about and time completes is history still.
  if (cause.quiet || (!was && now?.quiet === true)) return 'history';
  if (cause.policy) return 'policy';
  if (now === undefined) return 'withdrawn';
  if (now.excluded !== undefined) return `excluded/${now.excluded}`;
  if (!was) return 'counted';
  return sameCell(now.cell, old.cell) ? 'revised' : 'moved';
}

/** Written out: spreading three objects costs more than judging the event did. */
const deltaOf = (
  cell: Cell,
  { offset, subject, at, quiet: isHistory }: DeltaCause,
  num: number,
  den: number,
  quiet: boolean,
  cause: DeltaCauseName,
): Delta => ({
  kpi: cell.kpi,
  partner: cell.partner,
  market: cell.market,
  carrier: cell.carrier,
  channel: cell.channel,
  bucket: cell.bucket,
  offset,
  subject,
  num,
  den,
  // History that runs out at a tick is history still.
  quiet: isHistory || quiet,
  at,
  cause,
});

const sameCell = (a: Cell, b: Cell): boolean =>
  a.bucket === b.bucket &&
  a.partner === b.partner &&
  a.market === b.market &&
  a.carrier === b.carrier &&
  a.channel === b.channel;
