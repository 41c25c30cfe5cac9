import type { CompiledPack, Condition } from '../compiled.ts';
import { canHold } from './can-hold.ts';
import type { Find } from './finding.ts';
import { lintLimits } from './limits.ts';
import { happeningsIn, hasDeadline, kpisOf, type PlacedKpi, reasonsIn } from './places.ts';

/** KPIs that can be read and have nothing to count, nobody to let go, or nothing to say. */
export function lintKpis(pack: CompiledPack, find: Find): void {
  for (const placed of kpisOf(pack)) {
    withoutDeadline(placed, pack, find);
    neverHappens(placed, find);
    countsNothing(placed, find);
    neverFits(placed, find);
    lintLimits(placed, find);
  }
}

/** A KPI of a promise counts verdicts, and a promise without any deadline never gives one. */
function withoutDeadline({ kpi, path }: PlacedKpi, pack: CompiledPack, find: Find): void {
  const { population } = kpi;
  if (population.kind !== 'promise') return;
  const promise = pack.promises.find((each) => each.id === population.promise);
  if (promise === undefined || promise.rows.some(hasDeadline)) return;
  const message = `"${promise.title}" has no deadline in any row, so that this KPI has nothing to count.`;
  find('error', 'kpi-without-deadline', path, message, 'a promise with a deadline');
}

function neverHappens(placed: PlacedKpi, find: Find): void {
  for (const { happening, path } of happeningsIn(placed)) {
    if (canHold([happening.where])) continue;
    const message = 'No event fits this: it contradicts itself.';
    find('error', 'never-happens', [...path, 'where'], message, 'one of the two');
  }
}

const NO_TEST: Condition = { not: { field: 'test', is: true } };

/** Whose data fit, who is no test, and whom no reason lets go in any case. */
function countsNothing({ kpi, path }: PlacedKpi, find: Find): void {
  const { population, counts, excludes } = kpi;
  const always = excludes.filter(
    ({ excuse, happened, from, until }) =>
      !excuse && happened === undefined && from === undefined && until === undefined,
  );
  const left = always.flatMap(({ when }): Condition[] => (when === undefined ? [] : [{ not: when }]));
  if (!canHold([population.when, NO_TEST])) {
    find('error', 'kpi-counts-nothing', [...path, 'when'], 'Nobody fits this who is no test.', 'one of the two');
  } else if (!canHold([population.when, NO_TEST, ...left])) {
    const message = 'These reasons let everybody go, so that this KPI has nothing to count.';
    find('error', 'kpi-counts-nothing', [...path, 'excludes'], message, 'conditions that some do not fit');
  } else if (counts.kind === 'fits' && !canHold([population.when, NO_TEST, ...left, counts.condition])) {
    const message = 'Nobody whom this KPI looks at fits this.';
    find('error', 'kpi-counts-nothing', [...path, 'counts', 'fits'], message, 'what some of them fit');
  }
}

function neverFits(placed: PlacedKpi, find: Find): void {
  const { when } = placed.kpi.population;
  // Where nobody is looked at, no reason fits, and that has been said.
  if (!canHold([when, NO_TEST])) return;
  for (const { reason, path } of reasonsIn(placed)) {
    if (reason.when === undefined || canHold([when, NO_TEST, reason.when])) continue;
    // Tests count nowhere in any case, so that a reason which names them is only superfluous.
    const isOnlyOfTests = canHold([when, reason.when]);
    const message = isOnlyOfTests
      ? 'Only tests fit this, and they count nowhere in any case.'
      : 'Nobody whom this KPI looks at fits this.';
    find('warning', 'reason-never-fits', path, message, 'no such reason, or another condition');
  }
}
