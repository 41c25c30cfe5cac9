/**
 * What the partner pages show, as their URL says it: whoever is sent the URL sees the same. The partner is in the path, the
 * rest in the query.
 */
export interface PageState {
  /** null: the call list. */
  readonly partner: string | null;
  /** null: the first of the partner's. */
  readonly kpi: string | null;
  /** null: the first of the KPI's, or the given days. */
  readonly window: string | null;
  /** Given days instead of a window: both, or neither. */
  readonly from: string | null;
  readonly to: string | null;
  readonly asOf: string | null;
  readonly set: OrderSet;
  readonly market: string | null;
  readonly carrier: string | null;
  readonly channel: string | null;
  /** Whether the window before is drawn beside. */
  readonly compare: boolean;
  /** The zone that instants are shown in; null: the partner's. */
  readonly tz: string | null;
  /** Names in the URL whose values make no sense: left out, and said so. */
  readonly leftOut: readonly string[];
  /** What this page does not know of and hands on: the language, and whatever a later version adds. */
  readonly others: readonly (readonly [name: string, value: string])[];
}

export const ORDER_SETS = ['failing', 'kept', 'all'] as const;
export type OrderSet = (typeof ORDER_SETS)[number];

const TEXTS = ['kpi', 'window', 'from', 'to', 'asOf', 'market', 'carrier', 'channel', 'tz'] as const;
const KNOWN: ReadonlySet<string> = new Set([...TEXTS, 'set', 'compare']);
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Whether a path belongs to these pages. */
export const isPartnerPath = (path: string): boolean => path === '/partners' || /^\/partner\/[^/]+$/.test(path);

/** Reads a URL. What makes no sense in it is left out, as if it had not been written, and named in `leftOut`. */
export function readPage(path: string, search: string): PageState {
  const query = new URLSearchParams(search);
  const text = (name: (typeof TEXTS)[number]): string | null => query.get(name) || null;
  const [from, to] = [text('from'), text('to')];
  const given = from !== null && to !== null && DAY.test(from) && DAY.test(to);
  const set = ORDER_SETS.find((one) => one === query.get('set'));
  const tz = zoneOr(text('tz'));
  const senseless = {
    from: from !== null && !given,
    to: to !== null && !given,
    set: Boolean(query.get('set')) && set === undefined,
    compare: !['1', '0', '', null].includes(query.get('compare')),
    tz: text('tz') !== null && tz === null,
  };
  return {
    partner: partnerIn(path),
    kpi: text('kpi'),
    window: given ? null : text('window'),
    from: given ? from : null,
    to: given ? to : null,
    asOf: text('asOf'),
    set: set ?? 'failing',
    market: text('market'),
    carrier: text('carrier'),
    channel: text('channel'),
    compare: query.get('compare') === '1',
    tz,
    leftOut: Object.entries(senseless).flatMap(([name, is]) => (is ? [name] : [])),
    others: [...query].filter(([name]) => !KNOWN.has(name)),
  };
}

/** The URL of a state: path and query. What is as it is without a word is not written. */
export function pageHref(state: PageState): string {
  const query = new URLSearchParams();
  for (const name of TEXTS) if (state[name] !== null) query.set(name, state[name]);
  if (state.set !== 'failing') query.set('set', state.set);
  if (state.compare) query.set('compare', '1');
  for (const [name, value] of state.others) query.append(name, value);
  const path = state.partner === null ? '/partners' : `/partner/${encodeURIComponent(state.partner)}`;
  return query.size === 0 ? path : `${path}?${query}`;
}

function partnerIn(path: string): string | null {
  const written = /^\/partner\/([^/]+)$/.exec(path)?.[1];
  if (written === undefined) return null;
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

function zoneOr(zone: string | null): string | null {
  if (zone === null) return null;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    return null;
  }
}
