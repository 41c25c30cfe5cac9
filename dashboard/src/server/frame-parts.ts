import type { Change, IncidentLine, ListChange } from '../contract/index.ts';

/** Under a stream, how long the parts of a picture wait from one telling to the next, ms. */
export const PACE = {
  /** Counts: few bytes, and what a wall says in the largest letters. */
  counts: 90,
  /** What is new among what people act on, and what people did. */
  news: 250,
  /** Everything else: nobody reads a list that moves faster. */
  lists: 1_000,
  /** Lists that no page shows for now. */
  hidden: 2_000,
} as const;

/**
 * What of a picture travels together. Incidents go with their numbers, so that no wall counts one that it does not have; a
 * field that is named nowhere here is a list.
 */
export type Part = 'counts' | 'incidents' | 'clocks' | 'lists';

const PARTS: Readonly<Partial<Record<string, Part>>> = {
  demo: 'counts',
  stage: 'counts',
  taken: 'counts',
  catchingUp: 'counts',
  incidents: 'incidents',
  breaches: 'clocks',
  escalations: 'clocks',
};
const OF_INCIDENTS: ReadonlySet<string> = new Set(['incidents', 'unacknowledged']);

/** A change taken apart. Together the parts say what it says. */
export function partsOf({ verdict, ...change }: Change): ReadonlyMap<Part, Change> {
  const parts = new Map<Part, Record<string, unknown>>();
  const put = (part: Part, name: string, value: unknown): void => {
    parts.set(part, { ...parts.get(part), [name]: value });
  };
  for (const [name, value] of Object.entries(change)) put(PARTS[name] ?? 'lists', name, value);
  const entries = Object.entries(verdict ?? {});
  const counts = entries.filter(([name]) => !OF_INCIDENTS.has(name));
  const incidents = entries.filter(([name]) => OF_INCIDENTS.has(name));
  if (counts.length > 0) put('counts', 'verdict', Object.fromEntries(counts));
  if (incidents.length > 0) put('incidents', 'verdict', Object.fromEntries(incidents));
  return parts as ReadonlyMap<Part, Change>;
}

/**
 * How long each part of a change waits behind its last telling, ms. News are incidents that came, went, or that somebody took
 * on, and while there are none, clocks that came or went: those stand in the incidents' place then, and otherwise only say
 * what a new incident is made of.
 *
 * @param incidents how many incidents there are.
 */
export function pacesOf(parts: ReadonlyMap<Part, Change>, incidents: number): ReadonlyMap<Part, number> {
  const isNews = isIncidentNews(parts.get('incidents'));
  const paces = new Map<Part, number>();
  for (const [part, change] of parts) {
    if (part === 'counts') paces.set(part, PACE.counts);
    else if (part === 'incidents') paces.set(part, isNews ? PACE.news : PACE.lists);
    else if (part === 'clocks')
      paces.set(part, incidents > 0 ? (isNews ? PACE.news : PACE.hidden) : paceOfClocks(change));
    else paces.set(part, PACE.lists);
  }
  return paces;
}

const SAID: ReadonlySet<string> = new Set<keyof IncidentLine>([
  'acknowledged',
  'expired',
  'assigned',
  'silenced',
  'level',
  'severity',
]);

/** By the numbers: with more incidents than are listed, old ones move in and out of the list all the time. */
const isIncidentNews = (change: Change | undefined): boolean =>
  change?.verdict !== undefined ||
  (change?.incidents?.patch ?? []).some(([, fields]) => Object.keys(fields).some((name) => SAID.has(name)));

const paceOfClocks = ({ breaches, escalations }: Change): number =>
  comesOrGoes(breaches) || comesOrGoes(escalations) ? PACE.news : PACE.lists;

const comesOrGoes = (list: ListChange<{ id: string }> | undefined): boolean =>
  list?.put !== undefined || list?.drop !== undefined;
