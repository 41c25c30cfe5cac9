import { type CompiledKpi, type DayCount, shareLeft } from '@belfry/processor/contract';
import type { CallAnswer, CallReason } from '../../contract/kpi-api.ts';
import type { Directory } from '../directory.ts';
import { ofSpan } from './chosen-window.ts';
import { dayCounts, kpiPositions } from './day-counts.ts';
import type { Moment } from './moment.ts';
import { projectionDays, projectionOf } from './projection.ts';
import { nextReview } from './review-day.ts';
import { type Cut, dayGroups, type Store } from './selection.ts';
import { pieceOf, standingOf } from './standing-of.ts';

/**
 * Whom to call first: partners by how much of an error budget their projected month leaves, as a share of it, so that KPIs of
 * unlike limits compare: 3 short of 60 comes before 3 short of 6,000. Who has no projection comes last.
 */
export async function callList(
  store: Store,
  directory: Directory,
  { cut, moment }: { readonly cut: Cut; readonly moment: Moment },
): Promise<CallAnswer[]> {
  const positions = await kpiPositions(store);
  const looks = directory.kpis.map((kpi) => {
    const [first] = kpi.windows;
    return { kpi, window: ofSpan(first!.name, first!.span), groups: dayGroups(directory, kpi, null, moment) };
  });
  const ranges = looks.flatMap(({ window, groups }) =>
    groups.flatMap(({ day }) =>
      [window, MONTH].flatMap((each) => [each.range(day), each.before(day)]).concat(projectionDays(day)),
    ),
  );
  if (ranges.length === 0) return [];
  const range = { from: Math.min(...ranges.map(({ from }) => from)), to: Math.max(...ranges.map(({ to }) => to)) };
  const kpis = looks.map(({ kpi }) => kpi.id);
  const rows = await dayCounts(store, { kpis, partner: null, cut, range, known: moment.known });
  const counts = new Map<string, Map<string, DayCount[]>>();
  for (const id of directory.partners.keys()) counts.set(id, new Map());
  for (const row of rows) {
    if (row.den === 0) continue;
    const ofPartner = counts.get(row.partner) ?? new Map<string, DayCount[]>();
    counts.set(row.partner, ofPartner);
    ofPartner.set(row.kpi, [...(ofPartner.get(row.kpi) ?? []), row]);
  }
  const answers = [...counts].map(([id, ofPartner]): CallAnswer => {
    const partner = directory.partners.get(id);
    const market = cut.market ?? partner?.market ?? 'default';
    const reason = (kpi: CompiledKpi, window: ReturnType<typeof ofSpan>, days: readonly DayCount[]): CallReason => {
      const zone = directory.zoneOfKpi(kpi, id);
      const asOf = moment.dayIn(zone);
      const labels = { partner: id, partnerName: partner?.name ?? id, group: null, market, zone: zone.name };
      const [shown, month] = [window, MONTH].map((each) =>
        standingOf(kpi, each, pieceOf(days, { kpi, window: each, asOf, zone }), {
          ...labels,
          asOf: moment.text,
          positions,
        }),
      );
      const projection = projectionOf(days, kpi, market, asOf);
      return { kpi: kpi.id, title: kpi.title, shown: shown!, month: month!, projection };
    };
    const kpis = looks.flatMap(({ kpi, window }) => {
      const days = ofPartner.get(kpi.id);
      return days === undefined ? [] : [reason(kpi, window, days)];
    });
    const worst = [...kpis].sort(byRoom)[0];
    return {
      partner: id,
      name: partner?.name ?? id,
      market: partner?.market ?? 'default',
      tier: partner?.tier || null,
      review: partner ? nextReview(partner, moment.dayIn(directory.zoneOf(id))) : null,
      worst: worst !== undefined && marginOf(worst) !== null ? worst : null,
      kpis,
    };
  });
  return answers.sort((a, b) => byWorst(a.worst, b.worst) || (a.partner < b.partner ? -1 : 1));
}

const MONTH = ofSpan('month', { kind: 'month', back: 0, lag: 0 });

/** How much of the budget a projection leaves, as a share of it; null without a verdict. */
function marginOf({ month, projection }: CallReason): number | null {
  const { headroom, verdict } = projection;
  return headroom === null || verdict === 'n/a' || month.block === null
    ? null
    : shareLeft(projection, month.block, month.good);
}

function byRoom(a: CallReason, b: CallReason): number {
  const [room, other] = [marginOf(a), marginOf(b)];
  if (room === null || other === null) return room === other ? 0 : room === null ? 1 : -1;
  return room - other || a.projection.headroom! - b.projection.headroom!;
}

function byWorst(a: CallReason | null, b: CallReason | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return byRoom(a, b);
}
