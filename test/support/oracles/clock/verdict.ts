import { aimOf } from './aim.ts';
import { courseOf } from './course.ts';
import { ledgerOf } from './ledger.ts';
import type { PaperClock, PaperFact, PaperPolicy, PaperRecord, PaperSaying, PaperState } from './paper.ts';
import { pausesOf } from './pauses.ts';
import { Story } from './sight.ts';
import { type Judged, type Memory, newMemory, sayEvidence, sayGone, sayTime } from './telling.ts';

/**
 * What docs/clocks.md says about one subject, record by record. After each record everything that is known is looked at
 * anew; only what has been said is remembered.
 */
export interface Verdict {
  /** What this record made the clocks say, clock by clock. */
  readonly said: readonly PaperSaying[];
  /** How the clocks stand after it, those too that evidence took away. */
  readonly clocks: readonly PaperClock[];
}

/** And how those stand of which a clock is still there: what KPIs count, and nothing that evidence took away. */
export interface PaperVerdict extends Verdict {
  readonly standing: readonly PaperClock[];
}

const TOLERANCE = 300_000;

export function verdictsOf(timeline: readonly PaperRecord[], subject: string): PaperVerdict[] {
  const taken: PaperPolicy[] = [];
  /** The policies that rule the subject: those that were taken when its first event was read, unless one judges it again. */
  let ruling: readonly PaperPolicy[] | undefined;
  const facts: PaperFact[] = [];
  const ids = new Set<string>();
  const memories = new Map<string, Memory>();
  const gone = new Map<string, PaperClock>();
  let story = new Story([]);
  let judged: readonly Judged[] = [];
  let horizon = 0;
  let highest = 0;

  const memoryOf = ({ course: { promise, cycle } }: Judged): Memory => {
    const key = `${promise.id} ${cycle}`;
    const memory = memories.get(key) ?? newMemory();
    memories.set(key, memory);
    return memory;
  };

  /** Judges everything anew and says how that differs from what was said. */
  const judge = (): PaperSaying[] => {
    const before = judged;
    const told = story;
    story = new Story([...facts]);
    judged = clocksOf(ruling ?? [], story, subject);
    const isThere = (each: Judged): boolean => judged.some((now) => sameClock(now, each));
    const vanished = before.filter((each) => !isThere(each));
    const sayings = vanished.flatMap((each) => sayGone(each, memoryOf(each)));
    for (const each of vanished) {
      const clock = clockOf(each, memoryOf(each), told);
      gone.set(`${clock.promise} ${clock.cycle}`, { ...clock, state: 'cancelled', open: false });
    }
    for (const { course } of judged) gone.delete(`${course.promise.id} ${course.cycle}`);
    return [...sayings, ...judged.flatMap((each) => sayEvidence(each, memoryOf(each), horizon))];
  };

  return timeline.map((record, offset): PaperVerdict => {
    highest = Math.max(highest, record.appendTime);
    let said: PaperSaying[] = [];
    if (record.what === 'tick') {
      horizon = Math.max(horizon, Math.min(record.at, highest));
      said = judged.flatMap((each) => sayTime(each, memoryOf(each), horizon));
    } else if (record.what === 'policy') {
      taken.push(record.policy);
      const isOpen = judged.some(({ course }) => course.stop === null);
      if (record.policy.applies === 'open' && isOpen) {
        ruling = [...taken];
        said = judge();
      }
    } else if (isNew(record, subject, ids)) {
      ids.add(record.id);
      ruling ??= [...taken];
      facts.push({ type: record.type, time: record.time, offset, data: record.data });
      facts.sort((a, b) => a.time - b.time || a.offset - b.offset);
      said = judge();
    }
    const clocks = judged.map((each) => clockOf(each, memoryOf(each), story));
    const pending = pendingOf(ruling ?? [], story, subject).filter(
      (each) => !clocks.some((clock) => clock.promise === each.promise),
    );
    // What is pending now has the row of the first cycle that is gone.
    for (const { promise } of pending) gone.delete(`${promise} 1`);
    return { said, clocks: [...clocks, ...gone.values(), ...pending], standing: clocks };
  });
}

function isNew(record: PaperRecord & { what: 'event' }, subject: string, ids: ReadonlySet<string>): boolean {
  return record.subject === subject && record.time <= record.appendTime + TOLERANCE && !ids.has(record.id);
}

const sameClock = ({ course: a }: Judged, { course: b }: Judged): boolean =>
  a.promise.id === b.promise.id && a.cycle === b.cycle;

const idsOf = (policies: readonly PaperPolicy[], subject: string): string[] => [
  ...new Set(
    policies.flatMap(({ promises }) =>
      promises.filter((promise) => subject.startsWith(`${promise.subject}/`)).map(({ id }) => id),
    ),
  ),
];

function clocksOf(policies: readonly PaperPolicy[], story: Story, subject: string): Judged[] {
  return idsOf(policies, subject).flatMap((id) =>
    courseOf(id, policies, story).clocks.map((course) => ({
      course,
      aim: aimOf(course, pausesOf(course.promise, story, course.policy)),
    })),
  );
}

function pendingOf(policies: readonly PaperPolicy[], story: Story, subject: string): PaperClock[] {
  return idsOf(policies, subject).flatMap((id): PaperClock[] => {
    const { pending } = courseOf(id, policies, story);
    if (pending === undefined) return [];
    const { promise, time } = pending;
    return [
      {
        ...{ promise: promise.id, cycle: 1, state: 'pending', open: false, start: time, row: '' },
        ...{ due: null, stop: time, revision: 0, ledger: [] },
      },
    ];
  });
}

function clockOf({ course, aim }: Judged, memory: Memory, story: Story): PaperClock {
  const { promise, policy, cycle, start, row, stop } = course;
  return {
    ...{ promise: promise.id, cycle, state: stateOf({ course, aim }, memory), open: stop === null, start },
    ...{ row: row.name, due: aim.due, stop, revision: memory.revision },
    ledger: stop === null ? [] : ledgerOf(course, stop, story, pausesOf(promise, story, policy)),
  };
}

function stateOf({ course: { end, stop }, aim: { due, paused } }: Judged, memory: Memory): PaperState {
  if (memory.breached || (stop !== null && due !== null && stop > due)) return 'breached';
  if (end !== null) return end === 'cancelled' ? 'cancelled' : 'met';
  return paused ? 'paused' : 'running';
}
