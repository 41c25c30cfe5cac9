import { type Breach, byWorst, type CatchingUp, type NextClock, type Picture, type Stage } from '../contract/index.ts';
import type { BreachBook } from './breach-book.ts';
import type { DeadlineBook } from './deadline-book.ts';
import type { Directory } from './directory.ts';
import type { Figures } from './figures.ts';

/** How much of each list walls get: more than they show at once, so that one that leaves is replaced without asking. */
const NEXT = 12;
const PARTNERS = 48;

export interface Known {
  readonly demo: boolean;
  readonly stage: Stage;
  readonly taken: number;
  readonly catchingUp: CatchingUp | null;
  readonly directory: Directory;
  readonly breaches: BreachBook;
  readonly deadlines: DeadlineBook;
  readonly figures: Figures;
}

/** The picture that walls show of what the relay knows. Pure. */
export function pictureOf(known: Known): Picture {
  const { demo, stage, catchingUp, directory, breaches, deadlines, figures } = known;
  const named = <T extends { readonly partner: string; readonly promise: string }>(clock: T, title: string) => ({
    title: title || (directory.titles.get(clock.promise) ?? clock.promise),
    partnerName: directory.partners.get(clock.partner)?.name ?? clock.partner,
  });
  const next = deadlines
    .top(NEXT, (id, offset) => breaches.overrides(id, offset))
    .map(({ offset: _, ...clock }): NextClock => ({ ...clock, ...named(clock, '') }));
  return {
    demo,
    stage,
    taken: stage === 'held' ? known.taken : 0,
    catchingUp,
    verdict: {
      breached: breaches.rang,
      quiet: breaches.quiet,
      due15: deadlines.counts.due15,
      due60: deadlines.counts.due60,
      due240: deadlines.counts.due240,
      nextDue: next[0]?.due ?? null,
      lastBreach: breaches.lastBreach,
    },
    breaches: breaches.top().map(({ quiet: _, ...breach }): Breach => ({ ...breach, ...named(breach, breach.title) })),
    next,
    tiles: figures.tiles,
    partners: withOpen(figures, breaches).sort(byWorst).slice(0, PARTNERS),
    partnersTotal: figures.partners.length,
  };
}

/** Figures are drawn once a second, open breaches change at once. */
const withOpen = ({ partners }: Figures, breaches: BreachBook) =>
  partners.map((line) => {
    const open = breaches.openOf(line.id);
    return open === line.open ? line : { ...line, open };
  });
