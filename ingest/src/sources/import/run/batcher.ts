import type { BelfryEvent } from '../../../contract/index.ts';
import { ImportError } from '../import-error.ts';
import type { RowOutcome } from '../mapping/row-teller.ts';
import type { EventSink } from './event-sink.ts';
import type { ImportCounts, RefusedRow } from './report.ts';

/** Events that are settled together; the sink cuts them into requests. */
const BATCH_EVENTS = 2_000;
/** Rows that make no events are settled in runs of this length. */
const BATCH_ROWS = 20_000;
const SAMPLE = 5;
const SHOWN_REFUSALS = 100;

export interface BatcherOptions {
  /** What earlier runs settled. */
  readonly counts: ImportCounts;
  /** Without one nothing is sent: a dry run. */
  readonly sink: EventSink | undefined;
  readonly now: () => number;
  /** Called once everything that `counts` names is in the log. Calls never overlap. */
  readonly settled: (counts: ImportCounts, refused: readonly RefusedRow[]) => Promise<void>;
}

/**
 * Gathers outcomes into requests, one in flight while the next is gathered, since the order of a subject's events breaks
 * ties between equal times. Counts a row only once its events are acknowledged.
 */
export interface Batcher {
  /** As far as settled. */
  readonly counts: ImportCounts;
  readonly refusedRows: readonly RefusedRow[];
  readonly sample: readonly BelfryEvent[];
  add(outcome: RowOutcome): Promise<void>;
  flush(): Promise<void>;
}

export function createBatcher(options: BatcherOptions): Batcher {
  const counts: ImportCounts = structuredClone(options.counts);
  const refusedRows: RefusedRow[] = [];
  const sample: BelfryEvent[] = [];
  let outcomes: RowOutcome[] = [];
  let events: BelfryEvent[] = [];
  let flight: Promise<void> = Promise.resolve();

  const send = async (batch: readonly RowOutcome[], sent: readonly BelfryEvent[]): Promise<void> => {
    const refusals = new Map<number, string>();
    if (options.sink !== undefined && sent.length > 0) {
      const verdicts = await options.sink.send(sent).catch((cause: unknown) => {
        throw new ImportError(
          'IMPORT_SINK_FAILED',
          `the events behind row ${counts.rows} could not be sent: ${reasonOf(cause)}. Run the same import again: it goes on there`,
          { retriable: isRetriable(cause), cause },
        );
      });
      if (verdicts.length !== sent.length)
        throw new ImportError(
          'IMPORT_SINK_FAILED',
          `intake answered ${verdicts.length} verdicts for ${sent.length} events`,
        );
      verdicts.forEach((verdict, i) => {
        if (verdict.status === 'refused')
          refusals.set(
            i,
            `intake refuses ${sent[i]?.type}: ${verdict.path === '' ? '' : `${verdict.path} `}${verdict.message}`,
          );
        else if (verdict.status === 'duplicate') counts.duplicates++;
        else counts.accepted++;
      });
    }
    const refused: RefusedRow[] = [];
    let index = 0;
    for (const outcome of batch) {
      counts.rows++;
      if (outcome.kind === 'refused') {
        const { kind: _, ...row } = outcome;
        refused.push(row);
        continue;
      }
      let refusal: string | undefined;
      for (const event of outcome.events) {
        refusal ??= refusals.get(index);
        if (!refusals.has(index)) countEvent(counts, event);
        index++;
      }
      if (refusal !== undefined) {
        const key = outcome.events[0]?.subject.replace(/^\w+\//, '');
        refused.push({
          line: outcome.line,
          code: 'EVENT_REFUSED',
          reason: refusal,
          ...(key === undefined ? {} : { key }),
        });
        continue;
      }
      counts.imported++;
      counts.inferredTimes += outcome.inferred;
      counts.dayTimes += outcome.dayOnly;
      if (outcome.unknownPartner) counts.unknownPartner++;
      if (outcome.events.length === 0) counts.unchanged++;
    }
    for (const row of refused) {
      counts.refused++;
      counts.refusedBy[row.code] = (counts.refusedBy[row.code] ?? 0) + 1;
      if (refusedRows.length < SHOWN_REFUSALS) refusedRows.push(row);
    }
    await options.settled(counts, refused);
  };

  const launch = async (): Promise<void> => {
    await flight;
    const batch = outcomes;
    const sent = events;
    outcomes = [];
    events = [];
    flight = send(batch, sent);
    // Whoever waits for the flight next gets its error; until then it must not count as unhandled.
    flight.catch(() => undefined);
  };

  return {
    counts,
    refusedRows,
    sample,
    async add(outcome) {
      outcomes.push(outcome);
      if (outcome.kind === 'told') {
        for (const event of outcome.events) {
          events.push(event);
          if (sample.length < SAMPLE) sample.push(event);
        }
      }
      if (events.length >= BATCH_EVENTS || outcomes.length >= BATCH_ROWS) await launch();
    },
    async flush() {
      await launch();
      await flight;
    },
  };
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** A sink's error says itself whether trying again can help; one that says nothing may have been the network. */
const isRetriable = (cause: unknown): boolean => (cause as { retriable?: boolean } | null)?.retriable ?? true;

function countEvent(counts: ImportCounts, event: BelfryEvent): void {
  counts.events++;
  counts.byType[event.type] = (counts.byType[event.type] ?? 0) + 1;
  const at = Date.parse(event.time);
  if (counts.first === null || at < counts.first) counts.first = at;
  if (counts.last === null || at > counts.last) counts.last = at;
}
