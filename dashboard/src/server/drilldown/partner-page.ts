import { type CompiledKpi, type DayCount, isFinal, sumDays } from '@belfry/processor/contract';
import type { KpiCard, PartnerAnswer } from '../../contract/kpi-api.ts';
import type { Directory } from '../directory.ts';
import { burnOf, freshCounts, NOTHING_FRESH } from './burn.ts';
import { type ChosenWindow, ofSpan } from './chosen-window.ts';
import { dayCounts, kpiPositions } from './day-counts.ts';
import type { FinalWindow } from './final-window.ts';
import type { Moment } from './moment.ts';
import { projectionDays, projectionOf } from './projection.ts';
import { nextReview } from './review-day.ts';
import type { Cut, Store } from './selection.ts';
import { finalSince, pieceOf, rateOf, standingOf } from './standing-of.ts';
import { toldSince } from './told-since.ts';

/** How many days a trend goes back, today included. */
const TREND_DAYS = 30;

export interface PartnerQuestion {
  readonly partner: string;
  readonly cut: Cut;
  readonly moment: Moment;
  /** Given days instead of the KPI's windows. */
  readonly custom: ChosenWindow | undefined;
}

/** A partner's page: every KPI that has counts of it (all of them if none has), each with all its windows. */
export async function partnerPage(
  store: Store,
  directory: Directory,
  question: PartnerQuestion,
): Promise<PartnerAnswer> {
  const { partner, cut, moment } = question;
  const known = directory.partners.get(partner);
  const market = cut.market ?? known?.market ?? 'default';
  const looks = directory.kpis.map((kpi) => lookAt(kpi, directory, question));
  const positions = await kpiPositions(store);
  const kpis = looks.map(({ kpi }) => kpi.id);
  const finals = looks.flatMap(({ windows }) => windows.flatMap(({ final }) => (final === null ? [] : [final])));
  const zone = directory.zoneOf(partner);
  const ranges = looks.map(({ range }) => range);
  const range = { from: Math.min(...ranges.map(({ from }) => from)), to: Math.max(...ranges.map(({ to }) => to)) };
  const at = moment.known ?? moment.until(zone);
  const [rows, since, fresh] = await Promise.all([
    dayCounts(store, { kpis, partner, cut, range, known: moment.known }),
    toldSince(store, finals, { cut, known: moment.known }),
    freshCounts(store, { kpis, partner, cut, at }),
  ]);
  const labels = { partner, partnerName: known?.name ?? partner, group: null, market, asOf: moment.text, positions };
  const cards = looks.map(({ kpi, zone: days, today, windows }) => {
    const counts: DayCount[] = rows.filter((row) => row.kpi === kpi.id);
    const standings = windows.map(({ window, final }) => {
      const late = final === null ? undefined : since(finals.indexOf(final), partner, '');
      const piece = pieceOf(counts, { kpi, window, asOf: today, zone: days, since: late });
      return standingOf(kpi, window, piece, { ...labels, zone: days.name });
    });
    const card: KpiCard = {
      kpi: kpi.id,
      title: kpi.title,
      windows: standings,
      judged: kpi.judged,
      trend: trendOf(counts, kpi, windows[0]!.window, today),
      burn: burnOf(fresh.get(kpi.id) ?? NOTHING_FRESH, kpi, market, today),
      projection: projectionOf(counts, kpi, market, today),
      consequence: kpi.consequence ?? null,
      provenance: kpi.provenance,
    };
    return { card, counted: counts.some(({ den }) => den > 0) };
  });
  const counted = cards.filter((one) => one.counted);
  const today = moment.dayIn(zone);
  return {
    partner,
    name: known?.name ?? partner,
    market: known?.market ?? 'default',
    zone: zone.name,
    tier: known?.tier || null,
    review: known ? nextReview(known, today) : null,
    asOf: moment.text,
    kpis: (counted.length > 0 ? counted : cards).map((one) => one.card),
  };
}

/** What is looked at of one KPI: its windows, and the days that they, the trend and the projection need. */
function lookAt(kpi: CompiledKpi, directory: Directory, { partner, moment, custom }: PartnerQuestion) {
  const zone = directory.zoneOfKpi(kpi, partner);
  const today = moment.dayIn(zone);
  const chosen = custom ? [custom] : kpi.windows.map(({ name, span }) => ofSpan(name, span));
  const windows = chosen.map((window) => {
    const range = window.range(today);
    const at = finalSince(range, kpi, zone);
    const isOver = isFinal(range, kpi.settles, today) && at <= moment.until(zone);
    const final: FinalWindow | null = isOver ? { kpi: kpi.id, only: [partner], except: [], range, at } : null;
    return { window, final };
  });
  const ranges = chosen.flatMap((window) => [
    window.range(today),
    window.before(today),
    window.range(today - TREND_DAYS + 1),
  ]);
  ranges.push(projectionDays(today));
  const range = { from: Math.min(...ranges.map(({ from }) => from)), to: Math.max(...ranges.map(({ to }) => to)) };
  return { kpi, zone, today, windows, range };
}

function trendOf(
  counts: readonly DayCount[],
  kpi: CompiledKpi,
  window: ChosenWindow,
  today: number,
): (number | null)[] {
  const trend: (number | null)[] = [];
  for (let day = today - TREND_DAYS + 1; day <= today; day++)
    trend.push(rateOf(sumDays(counts, window.range(day)), kpi));
  return trend;
}
