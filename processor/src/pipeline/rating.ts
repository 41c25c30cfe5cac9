import type { Fact } from '../domain/clock/facts/fact.ts';
import type { Effects } from './fold.ts';

/** What a customer said of an order or a ticket; a row of table `ratings`. */
export interface Rating {
  readonly subject: string;
  /** That of the event itself, also when an import held it. */
  readonly offset: number;
  /** When it was rated, ms UTC. */
  readonly at: number;
  /** As it was told: whether it lies within its scale is for the reader to say. */
  readonly score: number;
  readonly scale: number;
}

/** Ingest lets a source leave the scale out; help desks ask for one to five stars. */
export const USUAL_SCALE = 5;

const RATED: ReadonlySet<string> = new Set(['order.rated', 'ticket.rated']);

/** Tells the ratings among facts that are judged for the first time: what is judged again was told of then. */
export function tellRatings(subject: string, facts: readonly Fact[], effects: Pick<Effects, 'rating'>): void {
  for (const fact of facts) {
    const rating = ratingIn(subject, fact);
    if (rating !== undefined) effects.rating(rating);
  }
}

/**
 * The rating that a fact tells of, if it does. Facts keep `score` and `scale` always, so that the rating of a held import is
 * still known when the import is let go. Test subjects are rated like others: whoever reads asks for clocks, and they have
 * none.
 */
function ratingIn(subject: string, { type, time, offset, data }: Fact): Rating | undefined {
  if (!RATED.has(type)) return undefined;
  const { score, scale } = data;
  // Ingest has checked it; the log outlives every version of ingest, and others may write to it.
  if (typeof score !== 'number') return undefined;
  return { subject, offset, at: time, score, scale: typeof scale === 'number' && scale > 0 ? scale : USUAL_SCALE };
}
