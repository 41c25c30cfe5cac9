import {
  type Breach,
  byWorst,
  type CatchingUp,
  type Escalation,
  type IncidentLine,
  type NextClock,
  type Picture,
  type Stage,
} from '../contract/index.ts';
import type { Books } from './books.ts';
import type { BreachBook } from './breach-book.ts';
import type { Directory } from './directory.ts';
import type { Figures } from './figures.ts';

/** How much of each list walls get: two columns of a wall, and six pages of partners. */
const NEXT = 8;
const PARTNERS = 48;
const SILENT = 6;

export interface Known {
  readonly demo: boolean;
  readonly stage: Stage;
  readonly taken: number;
  readonly catchingUp: CatchingUp | null;
  readonly directory: Directory;
  readonly books: Pick<Books, 'breaches' | 'escalations' | 'incidents' | 'deadlines' | 'silent' | 'forecast'>;
  readonly figures: Figures;
  /** Names of hooks that do not take posts. */
  readonly failingHooks: readonly string[];
}

/** The picture that walls show of what the relay knows. Pure. */
export function pictureOf(known: Known): Picture {
  const { demo, stage, catchingUp, directory, books, figures, failingHooks } = known;
  const { breaches, escalations, incidents, deadlines, silent } = books;
  const partnerName = (id: string): string => directory.partners.get(id)?.name ?? id;
  /** What people call the clock's promise and partner; a promise that no policy names any more keeps what was told. */
  const named = (clock: { partner: string; promise: string; row: string }, told: string) => ({
    title: directory.titleOf(clock.promise, clock.row) ?? (told || clock.promise),
    partnerName: partnerName(clock.partner),
  });
  const next = deadlines
    .top(NEXT, (id, offset) => breaches.overrides(id, offset))
    .map((clock): NextClock => {
      const { id, subject, promise, partner, team, due } = clock;
      return { id, subject, promise, partner, team, due, ...named(clock, '') };
    });
  return {
    demo,
    stage,
    taken: stage === 'held' ? known.taken : 0,
    catchingUp,
    verdict: {
      breached: breaches.rang,
      quiet: breaches.quiet,
      unacknowledged: incidents.unacknowledged,
      incidents: incidents.count,
      failingHooks,
      escalated: escalations.count,
      due15: deadlines.counts.due15,
      due60: deadlines.counts.due60,
      due240: deadlines.counts.due240,
      nextDue: next[0]?.due ?? null,
      lastBreach: breaches.lastBreach,
    },
    breaches: breaches.top().map((breach): Breach => {
      const { id, subject, promise, partner, team, due, title } = breach;
      return { id, subject, promise, partner, team, due, level: escalations.levelOf(id), ...named(breach, title) };
    }),
    incidents: incidents.top().map((one): IncidentLine => ({ ...one, partnerName: partnerName(one.partner) })),
    escalations: escalations.top().map((clock): Escalation => {
      const { id, subject, promise, partner, team, level, role, at, title } = clock;
      return { id, subject, promise, partner, team, level, role, at, ...named(clock, title) };
    }),
    next,
    tiles: figures.tiles,
    partners: linesOf(figures, breaches, silent.partners).sort(byWorst).slice(0, PARTNERS),
    partnersTotal: figures.partners.length,
    silent: silent.sources.slice(0, SILENT),
    silentTotal: silent.sources.length,
    deadlines: deadlines.counts.quarters,
    forecast: books.forecast,
  };
}

/** Figures are drawn once a second; open breaches change at once, and who is cut off with each look at the tables. */
const linesOf = ({ partners }: Figures, breaches: BreachBook, cutOff: ReadonlySet<string>) =>
  partners.map((line) => {
    const [open, silent] = [breaches.openOf(line.id), cutOff.has(line.id)];
    return open === line.open && silent === line.silent ? line : { ...line, open, silent };
  });
