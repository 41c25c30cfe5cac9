import type { LogRecord } from '@belfry/ingest/log';
import type { PaperClock, PaperRecord, PaperSaying } from '../../support/oracles/clock/paper.ts';
import { verdictsOf } from '../../support/oracles/clock/verdict.ts';
import { countOf, type PlainCount } from '../../support/oracles/kpi-counts.ts';
import { factsOf, type RawEvent } from '../../support/oracles/kpi-standing.ts';
import { ALL_OVER_MS, INSTANTS_MS, PAPER_KPIS, PAPER_PARTNERS, PAPERS } from '../workload/pack.ts';

/** What one subject should have said, how its clocks should stand and what it should count. */
export interface SubjectVerdict {
  readonly subject: string;
  readonly said: readonly PaperSaying[];
  readonly clocks: readonly PaperClock[];
  readonly counts: readonly PlainCount[];
}

const GRACE_MS = 2_000;

/**
 * Brute force over one lane of the log `events`: each subject is taken by itself, and what the lane tells of it and of time
 * is gone through from the beginning by the oracle of docs/clocks.md, which shares no code with the processor. It knows the
 * workload's pack and no other.
 *
 */
export function laneVerdicts(records: readonly LogRecord[]): SubjectVerdict[] {
  const bySubject = new Map<string, LogRecord[]>();
  for (const record of records) {
    if (record.kind !== 'event') continue;
    const own = bySubject.get(record.key);
    if (own === undefined) bySubject.set(record.key, [record]);
    else own.push(record);
  }
  const ticks = ticksOf(records);
  const policies = policiesOf(records);
  if (policies.length === 0) throw new Error('the lane has no policy: its subjects have no clocks');
  return [...bySubject].flatMap(([subject, events]) => {
    // A subject of which nothing can be read is none.
    const some = events.filter(isReadable);
    return some.length === 0 ? [] : [verdictOf(subject, some, ticks, policies)];
  });
}

interface Placed {
  readonly offset: number;
  readonly record: PaperRecord;
}

/** The versions of the workload's pack, each where the lane was told of it first. */
function policiesOf(records: readonly LogRecord[]): Placed[] {
  const known = new Set<string>();
  return records.flatMap(({ kind, value, offset, appendTime }): Placed[] => {
    if (kind !== 'policy') return [];
    const { source } = JSON.parse(value.toString()) as { source: string };
    const policy = PAPERS.get(source);
    if (policy === undefined || known.has(source)) return [];
    known.add(source);
    return [{ offset, record: { what: 'policy', policy, appendTime } }];
  });
}

/** A tick, and how far time had come before it and behind it. */
interface Tick {
  readonly record: LogRecord;
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

function ticksOf(records: readonly LogRecord[]): Tick[] {
  const ticks: Tick[] = [];
  let [horizon, highest] = [0, 0];
  for (const record of records) {
    // What cannot be taken apart tells nothing, not even the time.
    if (record.kind === 'unreadable') continue;
    highest = Math.max(highest, record.appendTime);
    if (record.kind !== 'tick') continue;
    const { at } = JSON.parse(record.value.toString()) as { at: number };
    const after = Math.max(horizon, Math.min(at, highest));
    ticks.push({ record, at, before: horizon, after });
    horizon = after;
  }
  return ticks;
}

function verdictOf(subject: string, events: readonly LogRecord[], ticks: readonly Tick[], policies: readonly Placed[]) {
  const raw: RawEvent[] = events.map(({ offset, appendTime, value }) => ({
    offset,
    appendTime,
    text: value.toString(),
  }));
  const told = raw.map(({ offset, appendTime, text }) => paperEvent(offset, appendTime, text, subject));
  const times = told.map(({ record }) => record.time);
  // Only a tick that passes an instant of the pack, or the first one behind an event or a policy that came when the instant had passed,
  // can make this subject say something. To look at all of them would take minutes.
  const instants = times.flatMap((time) => INSTANTS_MS.map((behind) => time + behind + GRACE_MS));
  const last = Math.max(...times) + ALL_OVER_MS;
  const firstBehind = new Set(
    [...told, ...policies].map(({ offset }) => ticks.find(({ record }) => record.offset > offset)),
  );
  const passing = ticks.filter(
    (tick) =>
      firstBehind.has(tick) ||
      (tick.before < last && instants.some((instant) => tick.before <= instant && instant < tick.after)),
  );
  const timeline = [
    ...policies,
    ...told,
    ...passing.map(({ record, at, after }) => ({
      offset: record.offset,
      // The highest append time may stand in a record that is left out, so the tick says how far time came.
      record: { what: 'tick', at: Math.min(at, after), appendTime: after } as PaperRecord,
    })),
  ].sort((a, b) => a.offset - b.offset);
  const verdicts = verdictsOf(
    timeline.map(({ record }) => record),
    subject,
  );
  const end = verdicts.at(-1)!;
  const facts = factsOf(raw);
  const clocks = end.standing.map(({ promise, cycle, state, start, due }) => ({ promise, cycle, state, start, due }));
  return {
    subject,
    said: verdicts.flatMap(({ said }) => said),
    clocks: end.clocks,
    // Whose first event was read before the policy is ruled by none, for good.
    counts:
      raw[0]!.offset < policies[0]!.offset
        ? []
        : PAPER_KPIS.flatMap((kpi) => countOf(kpi, facts, clocks, PAPER_PARTNERS) ?? []),
  };
}

function paperEvent(offset: number, appendTime: number, text: string, subject: string) {
  const { id, source, type, time, data = {} } = JSON.parse(text) as Record<string, string> & { data?: object };
  const record = {
    ...{ what: 'event' as const, id: JSON.stringify([source, id]), subject, type: type!, appendTime },
    ...{ time: Date.parse(time!), data: data as Record<string, unknown> },
  };
  return { offset, record };
}

const DEPTH = 64;

const isDeeper = (value: unknown, depth: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth === 0 || Object.values(value).some((inner) => isDeeper(inner, depth - 1)));

const FUTURE_MS = 5 * 60_000;
const ZONED = /T.*(?:Z|[+-]\d\d:\d\d)$/;

/**
 * What is no event (a row appends such) is quarantined, and so is what has no instant, lies in the future of the log, or
 * stands under another key than its subject (docs/faults.md).
 */
function isReadable({ key, value, appendTime }: LogRecord): boolean {
  try {
    const event = JSON.parse(value.toString()) as Record<string, unknown>;
    const { id, source, subject, type, time, importid = '' } = event;
    if (typeof importid !== 'string' || isDeeper(event, DEPTH)) return false;
    if (typeof id !== 'string' || typeof source !== 'string' || typeof type !== 'string' || subject !== key)
      return false;
    if (!/^(?:order|ticket|shipment)\./.test(type) || typeof time !== 'string' || !ZONED.test(time)) return false;
    return Date.parse(time) <= appendTime + FUTURE_MS;
  } catch {
    return false;
  }
}
