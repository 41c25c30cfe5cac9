import { type DayRange, isoOfDay } from '@belfry/processor/contract';
import type { ChangesAnswer } from '../../contract/kpi-api.ts';
import type { ChosenWindow } from './chosen-window.ts';
import { sumOf } from './day-counts.ts';
import type { Moment } from './moment.ts';
import { CAUSE, outermost, type Selection, type Store, whereOf } from './selection.ts';

interface Part {
  /** `stayed` was known and in both windows; `entered`, `left`; else the cause of a delta. */
  readonly part: string;
  readonly n: number;
  readonly d: number;
}

/**
 * What moved a number since an instant. All of it comes from the deltas in one statement for each zone, so that the parts
 * always add up, whatever is being told meanwhile.
 * @param since what was known then (ms UTC), in the window as of the day that it was.
 */
export async function changes(
  store: Store,
  selection: Selection,
  window: ChosenWindow,
  since: Moment & { readonly at: number },
): Promise<ChangesAnswer> {
  const olds = selection.scopes.map(({ group }) => ({ group, range: window.range(since.dayIn(group.zone)) }));
  const answers = await Promise.all(
    selection.scopes.map((scope, n) => partsOf(store, selection, scope, olds[n]!.range, since.at)),
  );
  const rows = answers.flat();
  const sums = new Map<string, { num: number; den: number }>();
  for (const { part, n, d } of rows) {
    const sum = sums.get(part) ?? { num: 0, den: 0 };
    sums.set(part, sum);
    sum.num += n;
    sum.den += d;
  }
  const stayed = sums.get('stayed') ?? { num: 0, den: 0 };
  const left = sums.get('left') ?? { num: 0, den: 0 };
  sums.delete('stayed');
  const before = { num: stayed.num + left.num, den: stayed.den + left.den };
  sums.set('left', { num: -left.num, den: -left.den });
  const parts = [...sums]
    .filter(([, { num, den }]) => num !== 0 || den !== 0)
    .map(([cause, counts]) => ({ cause, ...counts }))
    .sort((a, b) => placeOf(a.cause) - placeOf(b.cause) || (a.cause < b.cause ? -1 : 1));
  const moved = sumOf(parts);
  return {
    since: since.at,
    before: { ...datesOf(outermost(olds)), ...before },
    after: { ...datesOf(outermost(selection.scopes)), num: before.num + moved.num, den: before.den + moved.den },
    parts,
  };
}

/** The rolling of the window is told first. */
const placeOf = (cause: string): number => (cause === 'left' ? 0 : cause === 'entered' ? 1 : 2);

const datesOf = ({ from, to }: DayRange) => ({ from: isoOfDay(from), to: isoOfDay(to) });

async function partsOf(
  store: Store,
  selection: Selection,
  { group, range }: Selection['scopes'][number],
  old: DayRange,
  at: number,
): Promise<readonly Part[]> {
  const both = { from: Math.min(range.from, old.from), to: Math.max(range.to, old.to) };
  // The other zones are named as well, so that no partner is counted for two of them.
  const scopes = [{ group, range: both }, ...selection.scopes.filter((one) => one.group !== group).map(nowhere)];
  const { text, params } = whereOf(store, { ...selection, scopes });
  const isNew = 'bucket BETWEEN {newFrom:Int32} AND {newTo:Int32}';
  const isOld = 'bucket BETWEEN {oldFrom:Int32} AND {oldTo:Int32}';
  return await store.sql.query<Part>(
    `SELECT multiIf(append_time > {at:Int64}, ${CAUSE}, ${isNew} AND ${isOld}, 'stayed', ${isNew}, 'entered', 'left') AS part,
       sum(num) AS n, sum(den) AS d
     FROM kpi_deltas
     WHERE ${text} AND (${isNew} OR ${isOld} AND append_time <= {at:Int64})
     GROUP BY part`,
    { ...params, at, newFrom: range.from, newTo: range.to, oldFrom: old.from, oldTo: old.to },
  );
}

/** A range that holds no day. */
const nowhere = ({ group }: Selection['scopes'][number]) => ({ group, range: { from: 1, to: 0 } });
