/**
 * What a review says, counted one clock and one span at a time, as docs/review.md has it. It reads rows as they lie in the
 * tables, knows nothing of SQL, and finds working time by looking at every day (Monday to Friday, 09:00 to 17:00 UTC).
 */

interface Clock {
  readonly subject: string;
  readonly promise: string;
  readonly cycle: number;
  readonly state: string;
  readonly target: string;
  readonly start: number;
  readonly due: number | null;
  readonly stop: number | null;
  readonly partner: string;
  readonly team: string;
  readonly row: string;
  readonly ledger: readonly { readonly from: number; readonly to: number; readonly counted: boolean }[];
}

interface Told {
  readonly kind: string;
  readonly subject: string;
  readonly promise: string;
  readonly cycle: number;
  readonly step: string;
  readonly level: string;
  readonly at: number;
}

interface Rated {
  readonly subject: string;
  readonly at: number;
  readonly score: number;
  readonly scale: number;
}

export interface PaperReview {
  readonly clocks: readonly Clock[];
  readonly signals: readonly Told[];
  readonly ratings: readonly Rated[];
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly isChosen: (clock: Clock) => boolean;
  readonly groupOf: (clock: Clock) => string;
  /** Rows whose targets are on working time. */
  readonly workingRows: readonly string[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const ranAtAll = ({ state, stop }: Clock): boolean => state !== 'pending' && (state !== 'cancelled' || stop !== null);
const endOf = ({ stop, start }: Clock): number => (stop === null ? Number.POSITIVE_INFINITY : Math.max(stop, start));
const breachOf = ({ due, stop, start }: Clock): number => Math.max(due ?? stop ?? start, start);

function workedIn(from: number, to: number): number {
  let sum = 0;
  for (let day = Math.floor(from / DAY) * DAY; day < to; day += DAY) {
    const weekday = new Date(day).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    sum += Math.max(0, Math.min(to, day + 17 * HOUR) - Math.max(from, day + 9 * HOUR));
  }
  return sum;
}

function timeOf(clock: Clock, { workingRows }: PaperReview): number {
  let sum = 0;
  for (const { from, to, counted } of clock.ledger) {
    if (counted) sum += workingRows.includes(clock.row) ? workedIn(from, to) : to - from;
  }
  return sum;
}

interface Stay {
  readonly level: string;
  readonly place: number;
  readonly from: number;
  readonly to: number;
}

/** Every level on which a clock stood until the end of the period, one after the other. */
function wholeStaysOf(clock: Clock, review: PaperReview): Stay[] {
  const own = review.signals.filter(
    ({ subject, promise, cycle }) => subject === clock.subject && promise === clock.promise && cycle === clock.cycle,
  );
  const inVain = own.filter(({ kind }) => kind === 'retracted').map(({ step }) => step);
  const steps = own
    .filter(({ kind, step }) => kind === 'escalated' && !inVain.includes(`retract:${step}`))
    .map(({ at, level }) => ({ at: Math.max(at, clock.start), level }))
    .sort((a, b) => a.at - b.at);
  const marks = [{ at: clock.start, level: '' }, ...steps];
  const end = Math.min(endOf(clock), review.to, review.now);
  return marks
    .map(({ at, level }, n) => ({ level, place: n, from: at, to: Math.min(marks[n + 1]?.at ?? end, end) }))
    .filter(({ from, to }) => from < to);
}

/** Those of the period. */
const staysOf = (clock: Clock, review: PaperReview): Stay[] =>
  wholeStaysOf(clock, review).filter(({ to }) => review.from < to);

function outcomeOf(clock: Clock, { to }: PaperReview): 'met' | 'breached' | 'cancelled' | 'noDeadline' | 'open' {
  if (clock.state === 'breached' && breachOf(clock) < to) return 'breached';
  if (endOf(clock) >= to) return 'open';
  if (clock.state === 'cancelled') return 'cancelled';
  return clock.target === 'deadline' ? 'met' : 'noDeadline';
}

function ownerOf({ subject, at }: Rated, clocks: readonly Clock[]): Clock | undefined {
  const rank = (clock: Clock): [number, number, string, number] => {
    if (endOf(clock) <= at) return [2, endOf(clock), clock.promise, clock.cycle];
    return [clock.start <= at ? 1 : 0, clock.start, clock.promise, clock.cycle];
  };
  let best: Clock | undefined;
  for (const clock of clocks) {
    if (clock.subject !== subject) continue;
    if (best === undefined) {
      best = clock;
      continue;
    }
    const [mine, other] = [rank(clock), rank(best)];
    const n = mine.findIndex((part, place) => part !== other[place]);
    if (mine[n]! > other[n]!) best = clock;
  }
  return best;
}

const hundredths = (n: number): number => Math.round(n * 100) / 100;

/** The figures of a group; of all clocks together with null. */
export function paperRow(review: PaperReview, group: string | null) {
  const { from, to } = review;
  const within = (at: number): boolean => at >= from && at < to;
  const isOurs = (clock: Clock): boolean =>
    review.isChosen(clock) && (group === null || review.groupOf(clock) === group);
  const every = review.clocks.filter(ranAtAll);
  const ours = every.filter((clock) => isOurs(clock) && clock.start < to && endOf(clock) >= from);
  const count = (fits: (clock: Clock) => boolean): number => ours.filter(fits).length;

  const met = count((clock) => clock.state === 'met' && clock.target === 'deadline' && within(endOf(clock)));
  const breached = count((clock) => clock.state === 'breached' && within(breachOf(clock)));
  const times = ours
    .filter((clock) => ['met', 'breached'].includes(clock.state) && within(endOf(clock)))
    .map((clock) => timeOf(clock, review))
    .sort((a, b) => a - b);
  const shares = review.ratings
    .filter(({ at, score, scale }) => within(at) && score >= 0 && score <= scale)
    .filter((rated) => {
      const owner = ownerOf(rated, every);
      return owner !== undefined && isOurs(owner);
    })
    .map(({ score, scale }) => score / scale);

  const stays = ours.flatMap((clock) => staysOf(clock, review).map((stay) => ({ ...stay, clock })));
  const firstPlace = (level: string): number =>
    Math.min(...stays.filter((stay) => stay.level === level).map(({ place }) => place));
  const levels = [...new Set(stays.map(({ level }) => level))]
    .sort((a, b) => firstPlace(a) - firstPlace(b) || (a < b ? -1 : 1))
    .map((level) => {
      const here = stays.filter((stay) => stay.level === level);
      const who = [...new Set(here.map(({ clock }) => clock))];
      const came = who.filter((clock) => {
        const first = wholeStaysOf(clock, review).find((stay) => stay.level === level);
        return first !== undefined && first.from >= from;
      });
      const ms = here.reduce((sum, stay) => sum + stay.to - Math.max(stay.from, from), 0);
      const became = { met: 0, breached: 0, cancelled: 0, noDeadline: 0, open: 0 };
      for (const clock of who) became[outcomeOf(clock, review)]++;
      return { level, reached: came.length, stood: who.length, ms, averageMs: Math.round(ms / who.length), ...became };
    });

  return {
    opened: count(({ start }) => within(start)),
    met,
    breached,
    cancelled: count((clock) => clock.state === 'cancelled' && within(endOf(clock))),
    noDeadline: count((clock) => clock.state === 'met' && clock.target !== 'deadline' && within(endOf(clock))),
    open: count((clock) => endOf(clock) >= to),
    compliancePercent: met + breached === 0 ? null : hundredths((100 * met) / (met + breached)),
    resolved: times.length,
    medianMs: times[Math.floor(times.length / 2)] ?? null,
    p90Ms: times[Math.floor(times.length * 0.9)] ?? null,
    ratings: shares.length,
    satisfactionPercent:
      shares.length === 0 ? null : hundredths((100 * shares.reduce((sum, share) => sum + share, 0)) / shares.length),
    levels,
  };
}
