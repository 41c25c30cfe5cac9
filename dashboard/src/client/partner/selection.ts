import type { KpiCard, PartnerAnswer, Standing } from '../../contract/kpi-api.ts';
import type { PageState } from '../state/page-url.ts';
import type { KpiQuestion } from './kpi-api.ts';

/** What the reader has chosen: one KPI in one window. Causes, changes, history and orders are those of its number. */
export interface Selection {
  readonly card: KpiCard;
  readonly standing: Standing;
}

/** The standing that a card shows: that of the chosen window where it has one, so that all cards speak of the same days. */
export function shownOf(card: KpiCard, window: string | null): Standing | undefined {
  return card.windows.find((one) => one.window === window) ?? card.windows[0];
}

/** By its id, or by its name where no two packs share it: as the API and the command line take it. */
function cardOf(kpis: readonly KpiCard[], kpi: string | null): KpiCard | undefined {
  const named = kpis.filter((one) => one.kpi.slice(one.kpi.indexOf('/') + 1) === kpi);
  return kpis.find((one) => one.kpi === kpi) ?? (named.length === 1 ? named[0] : undefined);
}

/** Which words of the URL choose nothing here: what is shown is then something else, and must be said. */
export function unknownIn(
  { kpis }: PartnerAnswer,
  { kpi, window }: Pick<PageState, 'kpi' | 'window'>,
): ('kpi' | 'window')[] {
  const known = (name: string | null): boolean =>
    kpis.some(({ windows }) => windows.some((one) => one.window === name));
  return [
    ...(kpi !== null && cardOf(kpis, kpi) === undefined ? (['kpi'] as const) : []),
    ...(window !== null && !known(window) ? (['window'] as const) : []),
  ];
}

/** null: the partner has no KPI at all. */
export function selectionOf(
  { kpis }: PartnerAnswer,
  { kpi, window }: Pick<PageState, 'kpi' | 'window'>,
): Selection | null {
  const card = cardOf(kpis, kpi) ?? kpis[0];
  const standing = card && shownOf(card, window);
  return card && standing ? { card, standing } : null;
}

/** What is asked of the whole page. */
export function pageQuestion({ from, to, asOf, market, carrier, channel }: PageState): KpiQuestion {
  return { from, to, asOf, market, carrier, channel };
}

/** What is asked of the number that is chosen. Given days and a window exclude each other. */
export function numberQuestion(state: PageState, { card, standing }: Selection): KpiQuestion {
  const window = state.from === null ? standing.window : null;
  return { kpi: card.kpi, partner: state.partner, window, ...pageQuestion(state) };
}
