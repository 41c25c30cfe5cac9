import {
  type CallAnswer,
  type CauseShare,
  type CausesAnswer,
  type ChangesAnswer,
  causeWords,
  type DayAnswer,
  headroomWords,
  type OrdersAnswer,
  type PartnerAnswer,
  type ProjectionAnswer,
  percent,
  type Standing,
} from '@belfry/dashboard/contract';
import { columns } from './columns.ts';

/** The answers of the KPI API as lines for people. */

/** As the pages write it; comparisons are made with whole orders. */
const rateWords = (rate: number | null, good: Standing['good']): string =>
  rate === null ? 'n/a' : `${percent(rate, good)} %`;

/** `47/50 at least 95 %: short by 1`. */
function against({ num, den, block, headroom, minimumVolume }: Standing): string {
  const counts = `${num}/${den}`;
  if (block === null) return `${counts}, no limit`;
  if (headroom === null) return `${counts} ${block.words}: n/a below ${Math.max(1, minimumVolume)}`;
  return `${counts} ${block.words}: ${headroomWords(headroom)}`;
}

const revised = ({ revised }: Standing): string =>
  revised === null ? '' : `, revised: was ${revised.num}/${revised.den}`;

/** Whom to call first: each KPI as the wall shows it, and why the partner stands where it stands. */
export function callLines(partners: readonly CallAnswer[]): string[] {
  const kpis = new Map(partners.flatMap(({ kpis }) => kpis.map(({ kpi, title }) => [kpi, title])));
  if (partners.length === 0) return ['No policy names a partner, and nothing has been counted.'];
  const rows = partners.map(({ partner, name, tier, kpis: own, worst }) => [
    partner,
    name,
    tier ?? '',
    ...[...kpis.keys()].map((id) => {
      const shown = own.find(({ kpi }) => kpi === id)?.shown;
      return shown === undefined ? '-' : shownCell(shown);
    }),
    worst === null ? '' : `${worst.title}: ${projected(worst.projection)}`,
  ]);
  return columns([['partner', 'name', 'tier', ...kpis.values(), 'projected month'], ...rows]);
}

const shownCell = ({ num, den, rate, good, verdict }: Standing): string =>
  verdict === 'n/a' ? `${num}/${den} n/a` : `${num}/${den} ${rateWords(rate, good)} ${verdict}`;

const projected = ({ num, den, headroom, verdict }: ProjectionAnswer): string =>
  headroom === null ? `${num}/${den} n/a` : `${num}/${den}: ${headroomWords(headroom)}, ${verdict}`;

/** A partner's page: a card for each KPI. */
export function cardLines({ partner, name, market, tier, review, zone, asOf, kpis }: PartnerAnswer): string[] {
  const about = [`${name} (${partner})`, market, tier, zone, review && `review ${review}`, `as of ${asOf}`];
  const lines = [about.filter((part) => part !== null && part !== '').join(', ')];
  for (const { kpi, title, windows, judged, burn, projection, consequence } of kpis) {
    lines.push('', `${title}  ${kpi}`);
    const rows = windows.map((standing) => [
      standing.window === judged ? '*' : '',
      standing.windowWords,
      rateWords(standing.rate, standing.good),
      standing.verdict,
      `${against(standing)}, ${standing.settled}${revised(standing)}`,
    ]);
    const month = [
      '',
      `projected to ${projection.to}`,
      rateWords(projection.rate, windows[0]?.good ?? 'high'),
      projection.verdict,
    ];
    rows.push([...month, projected(projection)]);
    lines.push(...columns(rows).map((line) => `  ${line}`));
    const burns = (['1h', '6h', '1d', '3d'] as const).filter((span) => burn[span] !== null);
    if (burns.length > 0) {
      const over = burn.over.length > 0 ? `: ${burn.over.join(' and ')} over the limit` : '';
      lines.push(`  burn ${burns.map((span) => `${span} ${burn[span]!.toFixed(1)}`).join(', ')}${over}`);
    }
    if (consequence !== null) lines.push(`  ${consequence}`);
  }
  if (kpis.length === 0) lines.push('', 'No policy in force has a KPI.');
  else lines.push('', '* judged by this window');
  return lines;
}

/** One window of some KPIs: the whole, and what it is made of. */
export function standingLines(standings: readonly Standing[]): string[] {
  const rows = standings.map((standing) => {
    const { kpi, partner, group, from, to, rate, good, verdict, settled } = standing;
    const whose = [partner ?? 'all', ...(group === null ? [] : [group || '(none)'])].join(' ');
    return [
      kpi,
      whose,
      `${from} to ${to}`,
      rateWords(rate, good),
      verdict,
      `${against(standing)}, ${settled}${revised(standing)}`,
    ];
  });
  return columns([['KPI', 'whose', 'days', 'rate', 'verdict', 'orders'], ...rows]);
}

/** @param good whether the KPI counts what goes well or what goes wrong. */
export const historyLines = (days: readonly DayAnswer[], good: Standing['good']): string[] =>
  columns([
    ['day', 'num', 'den', 'window as of its end'],
    ...days.map(({ day, num, den, rate }) => [day, num, den, rateWords(rate, good)]),
  ]);

export function orderLines({ rows, total, next }: OrdersAnswer): string[] {
  if (total === 0) return ['No orders in the window.'];
  const time = (ms: number | null): string => (ms === null ? '' : `${new Date(ms).toISOString().slice(0, 16)}Z`);
  const table = columns([
    ['day', 'order', 'num', 'partner', 'carrier', 'due', 'end', 'broken'],
    ...rows.map(({ day, subject, num, partner, carrier, due, stop, broken }) => {
      return [day, subject, num, partner, carrier, time(due), time(stop), broken.join(' ')];
    }),
  ]);
  const more = next === null ? '' : `, of which the newest ${rows.length} are shown; --csv has all`;
  return [...table, `${total} ${total === 1 ? 'order' : 'orders'}${more}`];
}

export function causeLines({ failing, promises, stages, carriers }: CausesAnswer): string[] {
  if (failing === 0) return ['Nothing fails in the window.'];
  const list = (title: string, shares: readonly CauseShare[]): string[] => [
    '',
    title,
    ...columns(shares.map(({ value, count }) => [count, `${percent(count / failing)} %`, value || '(none)'])).map(
      (line) => `  ${line}`,
    ),
  ];
  return [
    `${failing} fail`,
    ...list('by the promise that broke first', promises),
    ...list('by the stage that took longest', stages),
    ...list('by carrier', carriers),
  ];
}

export function changeLines({ before, after, parts }: ChangesAnswer): string[] {
  const signed = (n: number): string => (n > 0 ? `+${n}` : String(n));
  return columns([
    ['', 'num', 'den'],
    [`before, ${before.from} to ${before.to}`, String(before.num), String(before.den)],
    ...parts.map(({ cause, num, den }) => [causeWords(cause), signed(num), signed(den)]),
    [`after, ${after.from} to ${after.to}`, String(after.num), String(after.den)],
  ]);
}
