import type {
  CallAnswer,
  CauseShare,
  CausesAnswer,
  ChangesAnswer,
  DayAnswer,
  OrdersAnswer,
  PartnerAnswer,
  ProjectionAnswer,
  Standing,
} from '@belfry/dashboard/contract';
import { columns } from './columns.ts';

/** The answers of the KPI API as lines for people. */

/** For reading; comparisons are made with whole orders. Rounded down, so that 94.99 % never looks like 95 %. */
const percent = (rate: number | null): string =>
  rate === null ? 'n/a' : `${Math.floor(rate * 10_000 + 1e-6) / 100} %`;

/** `47/50 at least 95 %: short by 1`. */
function against({ num, den, block, headroom, minimumVolume }: Standing): string {
  const counts = `${num}/${den}`;
  if (block === null) return `${counts}, no limit`;
  if (headroom === null) return `${counts} ${block.words}: n/a below ${Math.max(1, minimumVolume)}`;
  return `${counts} ${block.words}: ${room(headroom)}`;
}

const room = (headroom: number): string => (headroom < 0 ? `short by ${-headroom}` : `room for ${headroom}`);

const revised = ({ revised }: Standing): string =>
  revised === null ? '' : `, revised: was ${revised.num}/${revised.den}`;

/** Whom to call first: each KPI as the wall shows it, and why the partner stands where it stands. */
export function callLines(partners: readonly CallAnswer[]): string[] {
  const kpis = new Map(partners.flatMap(({ kpis }) => kpis.map(({ kpi, title }) => [kpi, title])));
  if (partners.length === 0) return ['No policy names a partner, and nothing has been counted.'];
  const rows = partners.map(({ partner, tier, kpis: own, worst }) => [
    partner,
    tier ?? '',
    ...[...kpis.keys()].map((id) => {
      const shown = own.find(({ kpi }) => kpi === id)?.shown;
      return shown === undefined ? '-' : shownCell(shown);
    }),
    worst === null ? '' : `${worst.title}: ${projected(worst.projection)}`,
  ]);
  return columns([['partner', 'tier', ...kpis.values(), 'projected month'], ...rows]);
}

const shownCell = ({ num, den, rate, verdict }: Standing): string =>
  verdict === 'n/a' ? `${num}/${den} n/a` : `${num}/${den} ${percent(rate)} ${verdict}`;

const projected = ({ num, den, headroom, verdict }: ProjectionAnswer): string =>
  headroom === null ? `${num}/${den} n/a` : `${num}/${den} ${room(headroom)}, ${verdict}`;

/** A partner's page: a card for each KPI. */
export function cardLines({ partner, name, market, tier, review, zone, asOf, kpis }: PartnerAnswer): string[] {
  const about = [`${name} (${partner})`, market, tier, zone, review && `review ${review}`, `as of ${asOf}`];
  const lines = [about.filter((part) => part !== null && part !== '').join(', ')];
  for (const { kpi, title, windows, judged, burn, projection, consequence } of kpis) {
    lines.push('', `${title}  ${kpi}`);
    const rows = windows.map((standing) => [
      standing.window === judged ? '*' : '',
      standing.windowWords,
      percent(standing.rate),
      standing.verdict,
      `${against(standing)}, ${standing.settled}${revised(standing)}`,
    ]);
    const month = ['', `projected to ${projection.to}`, percent(projection.rate), projection.verdict];
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
    const { kpi, partner, group, from, to, rate, verdict, settled } = standing;
    const whose = [partner ?? 'all', ...(group === null ? [] : [group || '(none)'])].join(' ');
    return [
      kpi,
      whose,
      `${from} to ${to}`,
      percent(rate),
      verdict,
      `${against(standing)}, ${settled}${revised(standing)}`,
    ];
  });
  return columns([['KPI', 'whose', 'days', 'rate', 'verdict', 'orders'], ...rows]);
}

export const historyLines = (days: readonly DayAnswer[]): string[] =>
  columns([
    ['day', 'num', 'den', 'window as of its end'],
    ...days.map(({ day, num, den, rate }) => [day, num, den, percent(rate)]),
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
    ...columns(shares.map(({ value, count }) => [count, percent(count / failing), value || '(none)'])).map(
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
    ...parts.map(({ cause, num, den }) => [WORDS[cause] ?? cause, signed(num), signed(den)]),
    [`after, ${after.from} to ${after.to}`, String(after.num), String(after.den)],
  ]);
}

const WORDS: Readonly<Record<string, string>> = {
  left: 'days that left the window',
  entered: 'days that entered the window',
};
