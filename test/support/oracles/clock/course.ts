import { isWorked, type Piece } from './counting.ts';
import type { PaperData, PaperFact, PaperPolicy, PaperPromise, PaperRow } from './paper.ts';
import { fits, holds, type Story } from './sight.ts';

/** The clocks of one promise on one subject: when each starts, ends and goes on, and which row it found last. */
export interface Course {
  readonly promise: PaperPromise;
  readonly policy: PaperPolicy;
  readonly cycle: number;
  readonly start: number;
  row: PaperRow;
  /** The subject's data when the row was looked for last: what a promised instant is read from. */
  data: PaperData;
  end: 'stopped' | 'cancelled' | null;
  stop: number | null;
  /** From a stop to the reopening after which the clock went on. */
  readonly gaps: Piece[];
}

/** An end that was told of a promise which has not begun. */
export interface Pending {
  readonly promise: PaperPromise;
  readonly time: number;
}

const UNMATCHED: PaperRow = { name: 'unmatched', team: '', target: { kind: 'not-set' } };

interface Version {
  readonly policy: PaperPolicy;
  readonly promise: PaperPromise;
}

/**
 * Looks at all facts, in the order of truth.
 * @param policies as they were taken; the last one that is effective at a clock's start rules it.
 */
export function courseOf(
  id: string,
  policies: readonly PaperPolicy[],
  story: Story,
): { clocks: readonly Course[]; pending: Pending | undefined } {
  const versions = policies.flatMap((policy): Version[] => {
    const promise = policy.promises.find((each) => each.id === id);
    return promise === undefined ? [] : [{ policy, promise }];
  });
  const { facts } = story;
  let clocks: Course[] = [];
  const early = new Map<PaperPromise, { readonly end: 'stopped' | 'cancelled'; readonly time: number }>();

  const inForce = (t: number): Version | undefined => {
    const policy = policies.findLast(({ effective }) => effective <= t);
    return versions.find((version) => version.policy === policy);
  };

  /** Begins a cycle, if the promise is made to the subject at that time. */
  const begin = (n: number): boolean => {
    const { time } = facts[n]!;
    const data = story.dataAfter(n);
    const version = inForce(time);
    if (version === undefined || data.test === true) return false;
    const { promise, policy } = version;
    if (promise.appliesTo !== undefined && !holds(promise.appliesTo, data, policy)) return false;
    const cycle = (clocks.at(-1)?.cycle ?? 0) + 1;
    const clock: Course = {
      ...{ promise, policy, cycle, start: time, row: UNMATCHED, data, end: null, stop: null, gaps: [] },
    };
    look(clock, story, n);
    const ended = early.get(promise);
    if (cycle === 1 && ended !== undefined) {
      clock.end = ended.end;
      clock.stop = ended.time;
    }
    clocks.push(clock);
    return true;
  };

  facts.forEach((fact, n) => {
    const data = story.dataAfter(n);
    if (data.test === true) {
      // Nothing was ever promised to a test, and nothing that was told of it is an end of anything.
      clocks = [];
      early.clear();
      return;
    }
    const clock = clocks.at(-1);
    if (clock?.end === null) {
      const { promise, policy } = clock;
      look(clock, story, n);
      if (fits(promise.cancel, story, n, policy)) Object.assign(clock, { end: 'cancelled', stop: fact.time });
      else if (fits(promise.stop, story, n, policy)) Object.assign(clock, { end: 'stopped', stop: fact.time });
      else if (promise.restart !== undefined && fits(promise.restart, story, n, policy)) {
        Object.assign(clock, { end: 'cancelled', stop: fact.time });
        begin(n);
      }
      return;
    }
    const version = inForce(fact.time);
    if (clock?.end === 'stopped') {
      // Whether the clock goes on is for its own version to say, and first; whether a new cycle begins, for the one in force.
      const own = clock.promise.reopen;
      if (own?.by === 'continue' && fits(own.on, story, n, clock.policy)) {
        clock.gaps.push([clock.stop!, fact.time]);
        Object.assign(clock, { end: null, stop: null });
        look(clock, story, n);
        return;
      }
      const { reopen } = version?.promise ?? {};
      if (reopen?.by === 'new-cycle' && fits(reopen.on, story, n, version!.policy) && begin(n)) return;
    }
    const starts = version !== undefined && fits(version.promise.start, story, n, version.policy);
    if (starts && (clock === undefined || version.promise.cycles === 'every-start')) begin(n);
    else if (clock === undefined) rememberEarly(fact, n);
  });

  function rememberEarly(fact: PaperFact, n: number): void {
    for (const { promise, policy } of versions) {
      // Where every start opens a cycle, an answer from before the question is no answer.
      if (early.has(promise) || promise.cycles === 'every-start') continue;
      if (fits(promise.cancel, story, n, policy)) early.set(promise, { end: 'cancelled', time: fact.time });
      else if (fits(promise.stop, story, n, policy)) early.set(promise, { end: 'stopped', time: fact.time });
    }
  }

  const pending = versions.flatMap(({ promise, policy }): Pending[] => {
    const ended = early.get(promise);
    if (clocks.length > 0 || promise.unstarted === undefined || ended?.end !== 'stopped') return [];
    if (inForce(ended.time)?.promise !== promise) return [];
    const isMade = promise.appliesTo === undefined || holds(promise.appliesTo, story.dataNow(), policy);
    return isMade ? [{ promise, time: ended.time }] : [];
  });
  return { clocks, pending: pending[0] };
}

/** The first row that fits the subject's data and the clock's start. */
function look(clock: Course, story: Story, n: number): void {
  const { policy, promise, start } = clock;
  const general = story.dataAfter(n);
  clock.data = story.dataAfter(n, promise);
  clock.row =
    promise.rows.find(
      ({ when, starts }) =>
        (when === undefined || holds(when, general, policy)) &&
        (starts === undefined || isWorked(policy.calendars[starts.calendar]!, start) === starts.within),
    ) ?? UNMATCHED;
}
