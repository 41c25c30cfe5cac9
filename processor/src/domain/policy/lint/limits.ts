import type { CompiledKpi } from '../compiled.ts';
import type { KpiLimits } from '../compiled-kpi.ts';
import { shareThatMayFail } from '../limit-order.ts';
import type { Path } from '../problem.ts';
import type { Find } from './finding.ts';
import type { PlacedKpi } from './places.ts';

const ALL = 1_000_000;

/** Limits that nothing breaks, and burns that nothing reaches. */
export function lintLimits({ kpi, path }: PlacedKpi, find: Find): void {
  kpi.limits.forEach((limits, place) => {
    // Limits that stand in the KPI itself are its only row, without market and date.
    const isOwn = kpi.limits.length === 1 && limits.market === undefined && limits.from === undefined;
    neverBreaks(limits, kpi, isOwn ? path : [...path, 'limits', place], find);
  });
  neverRings(kpi, path, find);
}

function neverBreaks({ block, tiers = [] }: KpiLimits, { good }: CompiledKpi, path: Path, find: Find): void {
  const isBoundless = (limit: KpiLimits['block']): boolean =>
    shareThatMayFail(limit, good) === ALL && limit.failures?.join !== 'and';
  if (isBoundless(block)) {
    const message = 'All may fail, so that this limit is never broken.';
    find('warning', 'limit-never-breaks', [...path, 'block'], message, 'a share that some of them can miss');
  }
  tiers.forEach(({ limit }, place) => {
    if (limit === undefined || !isBoundless(limit)) return;
    const message = 'All may fail, so that nobody is in a tier behind this one.';
    find('error', 'limit-never-breaks', [...path, 'tiers', place, 'limit'], message, 'a share that some can miss');
  });
}

/** When everything fails, failures come so many times faster than the limit allows; faster they cannot come. */
function neverRings({ burn = {}, limits, good }: CompiledKpi, path: Path, find: Find): void {
  const shares = limits.map(({ block }) => shareThatMayFail(block, good));
  for (const key of ['fast', 'slow'] as const) {
    const factor = burn[key];
    if (factor === undefined) continue;
    // Where nothing may fail, each failure is too fast.
    const never = shares.filter((share) => share > 0 && ALL / share <= factor);
    if (never.length === 0) continue;
    const most = Math.floor((ALL / Math.max(...never)) * 100) / 100;
    const [severity, where] =
      never.length === shares.length ? (['error', ''] as const) : (['warning', 'some of '] as const);
    const message = `Against ${where}its limits failures come ${most} times too fast at most, and this asks for more than ${factor}.`;
    find(severity, 'burn-never-rings', [...path, 'burn', key], message, `a number below ${most}`);
  }
}
