import { asOfDay, type CompiledZone, dayOfIso, startOfDay } from '@belfry/processor/contract';
import { RefusedQuestion } from './refused-question.ts';

/** As of when a question is asked, and what was known then. */
export interface Moment {
  /** As it was asked, or now. */
  readonly text: string;
  /** Deltas told after this instant are left out; null: all that is known now. */
  readonly known: number | null;
  /** The local day that it is in a zone. */
  dayIn(zone: CompiledZone): number;
  /** The instant up to which things had happened: the end of a day that was asked for, and never later than now. */
  until(zone: CompiledZone): number;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** ms UTC; undefined for what is none. JavaScript takes the 31st of February for a day of March. */
export function readInstant(text: string): number | undefined {
  const ms = Date.parse(text);
  return INSTANT.test(text) && dayOfIso(text.slice(0, 10)) !== undefined && !Number.isNaN(ms) ? ms : undefined;
}

/** No zone is further ahead of UTC: behind this no place of the world has begun the day. */
const FURTHEST_AHEAD = 14 * 3_600_000;

/** @throws RefusedQuestion */
function refuseFuture(asOf: string, begins: number, now: number): void {
  if (begins <= now) return;
  throw new RefusedQuestion(400, 'asOf', `${asOf} is still to come.`, 'Leave it out: then it is as of now.');
}

/**
 * A day means that local day everywhere, an instant the day in which it lies in each zone. Without `known` a past day is
 * counted with what is known today.
 * @throws RefusedQuestion
 */
export function readMoment(asOf: string | undefined, known: string | undefined, now: number): Moment {
  const knownAt = known === undefined ? null : readInstant(known);
  if (knownAt === undefined) {
    const remedy = 'Write it with its zone: known=2026-10-06T12:00:00Z.';
    throw new RefusedQuestion(400, 'known', `${known} is no instant.`, remedy);
  }
  if (asOf !== undefined && dayOfIso(asOf) !== undefined) {
    const day = dayOfIso(asOf)!;
    refuseFuture(asOf, Date.parse(`${asOf}T00:00:00Z`) - FURTHEST_AHEAD, now);
    return {
      text: asOf,
      known: knownAt,
      dayIn: () => day,
      until: (zone) => Math.min(now, startOfDay(zone, day + 1) - 1),
    };
  }
  const instant = asOf === undefined ? now : readInstant(asOf);
  if (instant === undefined) {
    const reason = `${asOf} is neither a day nor an instant.`;
    throw new RefusedQuestion(400, 'asOf', reason, 'Write asOf=2026-10-06 or asOf=2026-10-06T12:00:00Z.');
  }
  refuseFuture(asOf ?? '', instant, now);
  return {
    text: asOf ?? new Date(now).toISOString(),
    known: knownAt,
    dayIn: (zone) => asOfDay(zone, instant),
    until: () => instant,
  };
}
