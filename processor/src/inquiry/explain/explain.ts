import { FUTURE_TOLERANCE_MS, type WallClock } from '@belfry/ingest/contract';
import { type EventLog, partitionOf } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';
import {
  type ClockSignal,
  type ExplainedClock,
  type ExplainedCount,
  type Explanation,
  isoOfDay,
} from '../../contract/index.ts';
import { clockKey } from '../../domain/clock/clock-key.ts';
import { holderOf, placeOf } from '../../domain/clock/place.ts';
import { type Subject, subjectKind } from '../../domain/clock/subject.ts';
import type { PolicyShelf } from '../policy-shelf.ts';
import { RefusedError } from '../refusal.ts';
import { type Around, explainClock, explainRow } from './explain-clock.ts';
import { explainEvidence } from './explain-evidence.ts';
import { type JudgedAgain, judgeAgain } from './judge-again.ts';
import { type Archive, readArchive } from './read-archive.ts';
import { saidSignals } from './said-signals.ts';

export interface ExplainOptions {
  readonly log: EventLog;
  readonly sql: Sql;
  readonly wallClock: WallClock;
  readonly generation: number;
  readonly shelf: PolicyShelf;
}

/**
 * Explains a subject's clocks (law 7), now or as they were believed to stand at an earlier instant.
 * @param asOf ms UTC.
 * @throws RefusedError when nothing was told of the subject, or `asOf` lies ahead.
 */
export async function explain(options: ExplainOptions, subject: string, asOf?: number): Promise<Explanation> {
  const { log, sql, wallClock, generation, shelf } = options;
  const now = wallClock.now();
  if (asOf !== undefined && asOf > now + FUTURE_TOLERANCE_MS) {
    const told = new Date(asOf).toISOString();
    throw new RefusedError(400, 'asOf', `${told} lies ahead.`, 'Ask for an instant that has passed, or for none: now.');
  }
  if (subjectKind(subject) === undefined) throw noSubject(subject);
  const lane = partitionOf(subject, log.partitions('events'));
  const archive = await readArchive(sql, shelf, generation, lane, subject);
  const judged = judgeAgain(archive, subject, asOf);
  if (judged === undefined) throw nothingTold(subject, archive, asOf);
  return explanationOf(subject, archive, judged, asOf ?? now, asOf !== undefined);
}

/** Pure: what the archive and the judgement say of a subject at an instant. */
export function explanationOf(
  id: string,
  archive: Archive,
  { subject, rows, steps }: JudgedAgain,
  asOf: number,
  isPast: boolean,
): Explanation {
  const { lane, nextOffset } = archive;
  const signals = isPast ? archive.signals.filter((signal) => toldAt(signal, archive) <= asOf) : archive.signals;
  return {
    subject: id,
    kind: subjectKind(id)!,
    asOf,
    isPast,
    position: {
      lane,
      offset: subject?.offset ?? steps.at(-1)!.cause.offset,
      nextOffset,
      horizon: isPast ? asOf : archive.horizon,
    },
    ...whereabouts(subject),
    clocks: subject === undefined ? [] : clocksOf(subject, rows, signals, archive, asOf),
    evidence: explainEvidence(steps, subject, signals),
    counts: subject === undefined ? [] : countsOf(subject),
  };
}

/**
 * When a signal was said: when the log took the event, the policy or the release that brought it about. Ticks are not kept; the
 * log took one when time had come so far, or a moment later.
 */
function toldAt({ offset, horizon }: ClockSignal, { events, policies, releases }: Archive): number {
  for (const taken of [events, policies, releases]) {
    const cause = taken.find((each) => each.offset === offset);
    if (cause !== undefined) return cause.appendTime;
  }
  return horizon;
}

type Whereabouts = Pick<
  Explanation,
  'partner' | 'partnerName' | 'zone' | 'market' | 'carrier' | 'channel' | 'assignee'
>;

function whereabouts(subject: Subject | undefined): Whereabouts {
  if (subject === undefined) {
    return { ...NOWHERE, partnerName: 'unknown', zone: 'UTC' };
  }
  const { partners } = subject.rules;
  const { standing } = subject.judgement;
  const place = placeOf(standing, partners);
  const known = partners.get(place.partner);
  const { assignee } = holderOf(standing);
  return { ...place, assignee, partnerName: known?.name ?? place.partner, zone: known?.zone ?? 'UTC' };
}

const NOWHERE = { partner: 'unknown', market: 'default', carrier: '', channel: '', assignee: '' };

function countsOf({ counted, rules }: Subject): ExplainedCount[] {
  const definitions = new Map(rules.kpis.definitions.map((kpi) => [kpi.id, kpi]));
  return counted.map(({ cell, num, den, excluded = null, quiet }) => {
    const { title, good } = definitions.get(cell.kpi)!;
    return { kpi: cell.kpi, title, good, day: isoOfDay(cell.bucket), num, den, excluded, quiet };
  });
}

function clocksOf(
  subject: Subject,
  rows: JudgedAgain['rows'],
  signals: readonly ClockSignal[],
  archive: Archive,
  asOf: number,
): ExplainedClock[] {
  const packs = new Map(archive.policies.map(({ number, record }) => [number, record.compiled]));
  const judged = new Map(subject.judgement.clocks.map((clock) => [clock.key, clock]));
  return rows.map((row) => {
    const own = signals.filter(({ promise, cycle }) => promise === row.promise && cycle === row.cycle);
    const pack = packs.get(row.policy)!;
    const around: Around = {
      facts: subject.facts,
      asOf,
      said: saidSignals(own, (signal) => toldAt(signal, archive)),
      pack,
    };
    const clock = judged.get(clockKey(row.promise, row.cycle));
    if (clock !== undefined) return explainClock(row, clock, around);
    return explainRow(row, pack.promises.find(({ id }) => id === row.promise)!, around);
  });
}

function nothingTold(subject: string, { events }: Archive, asOf: number | undefined): RefusedError {
  const [first] = events;
  if (asOf === undefined || first === undefined) return noSubject(subject);
  return new RefusedError(
    404,
    'asOf',
    `Nothing had been told of ${subject} until ${new Date(asOf).toISOString()}.`,
    `The first event came at ${new Date(first.appendTime).toISOString()}; ask for that instant or a later one.`,
  );
}

const noSubject = (subject: string): RefusedError =>
  new RefusedError(
    404,
    'subject',
    `Nothing was ever told of ${subject}.`,
    'Write order/<id> or ticket/<id> as its events name it; what was told within the last seconds is there in a moment.',
  );
