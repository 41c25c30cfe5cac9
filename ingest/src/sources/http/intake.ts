import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type AcceptedVerdict,
  encodeRelease,
  FUTURE_TOLERANCE_MS,
  type IntakeAnswer,
  type Verdict,
} from '../../contract/index.ts';
import { keyOf, RecentlyAcknowledged } from '../../domain/deduplicate.ts';
import type { Limits } from '../../domain/limits.ts';
import { type LogEvent, normalise, type Refused, type Taken } from '../../domain/normalise.ts';
import { ANYBODY, notOwnWord, type Sender } from '../../domain/own-word.ts';
import type { IncomingEvent } from '../../domain/read-body.ts';
import type { NewRecord } from '../../log/event-log.ts';
import { partitionOf } from '../../log/partition-of.ts';
import type { AppendQueue } from './append-queue.ts';

/** Events are read in slices of this many, so that a large request does not hold the event loop. */
const SLICE = 200;

/** What one incoming event came to, before the log has answered. */
interface Pending {
  readonly incoming: IncomingEvent;
  readonly taken: Taken;
  /** What the log is not known to have. */
  readonly fresh: readonly Fresh[];
}

interface Fresh {
  readonly event: LogEvent;
  /** Under which it is remembered. */
  readonly key: string;
}

/**
 * The way of events into the log: normalise, leave out what the log is known to have, append by partition, wait for the
 * log, answer with a verdict each. One for all requests of a process.
 */
export class Intake {
  readonly #queue: AppendQueue;
  readonly #partitions: number;
  readonly #limits: Limits;
  readonly #recent: RecentlyAcknowledged;

  constructor(options: { queue: AppendQueue; partitions: number; limits: Limits; remembered: number }) {
    this.#queue = options.queue;
    this.#partitions = options.partitions;
    this.#limits = options.limits;
    this.#recent = new RecentlyAcknowledged(options.remembered);
  }

  /**
   * Resolves once the log has everything that the answer calls accepted.
   *
   * @param sender what they may be.
   * @throws LogError: some of the events may be in the log, none has a verdict; the same request may be sent again.
   */
  async take(incoming: readonly IncomingEvent[], sender: Sender = ANYBODY): Promise<IntakeAnswer> {
    const verdicts: (Verdict | Pending)[] = [];
    const finished: string[] = [];
    const inThisRequest = new Set<string>();
    for (const [i, event] of incoming.entries()) {
      if (i > 0 && i % SLICE === 0) await nextTurn();
      const normalised = normalise(event, this.#limits);
      if ('refusals' in normalised) {
        verdicts.push(refusedVerdict(event, normalised));
        continue;
      }
      const foreign = notOwnWord(normalised, sender);
      if (foreign !== undefined) {
        verdicts.push(refusedVerdict(event, foreign));
        continue;
      }
      if (normalised.finishes !== undefined) finished.push(normalised.finishes);
      const fresh = this.#freshOf(normalised.events, inThisRequest);
      verdicts.push({ incoming: event, taken: normalised, fresh });
    }
    await this.#append(verdicts.flatMap((verdict) => ('fresh' in verdict ? verdict.fresh : [])));
    await this.#release(finished);
    return answer(verdicts.map((verdict) => ('fresh' in verdict ? takenVerdict(verdict) : verdict)));
  }

  #freshOf(events: readonly LogEvent[], inThisRequest: Set<string>): Fresh[] {
    const fresh: Fresh[] = [];
    for (const event of events) {
      const key = keyOf(event);
      if (this.#recent.has(key) || inThisRequest.has(key)) continue;
      inThisRequest.add(key);
      fresh.push({ event, key });
    }
    return fresh;
  }

  async #append(fresh: readonly Fresh[]): Promise<void> {
    const byPartition = new Map<number, Fresh[]>();
    for (const one of fresh) {
      const partition = partitionOf(one.event.subject, this.#partitions);
      const group = byPartition.get(partition);
      if (group) group.push(one);
      else byPartition.set(partition, [one]);
    }
    await allSettled(
      [...byPartition].map(async ([partition, group]) => {
        const appendTime = await this.#queue.add(partition, group.map(asRecord));
        for (const { event, key } of group) {
          // What the processor quarantines may come again under the same id, mended by time or by a newer Belfry.
          if (event.known && event.time <= appendTime + FUTURE_TOLERANCE_MS) this.#recent.remember(key);
        }
      }),
    );
  }

  /**
   * Lets go what an import held, in every partition, behind all its events: whoever finishes an import has seen them
   * acknowledged. Done again whenever the import is finished again; the second one finds nothing to release.
   */
  async #release(imports: readonly string[]): Promise<void> {
    const records = imports.map(
      (importid): NewRecord => ({ key: `import/${importid}`, kind: 'release', value: encodeRelease({ importid }) }),
    );
    if (records.length === 0) return;
    const everywhere = Array.from({ length: this.#partitions }, (_, partition) => partition);
    await allSettled(everywhere.map((partition) => this.#queue.add(partition, records)));
  }
}

const asRecord = ({ event }: Fresh): NewRecord => ({ key: event.subject, kind: 'event', value: event.bytes });

/** Waits for all before it rejects, so that nothing of a request is under way when it has been answered. */
async function allSettled(work: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

function takenVerdict({ incoming, taken, fresh }: Pending): Verdict {
  const { id, source, events, note } = taken;
  const status: AcceptedVerdict['status'] = fresh.length > 0 ? 'accepted' : 'duplicate';
  const { index, line } = incoming;
  const verdict: AcceptedVerdict =
    line === undefined ? { index, id, source, status } : { index, line, id, source, status };
  const itself = events.length === 1 && events[0]?.id === id;
  // Nearly all events go in as they came and need no more words; a large batch is spared the copies.
  if (itself && note === undefined) return verdict;
  return {
    ...verdict,
    ...(note === undefined ? {} : { note }),
    ...(itself ? {} : { as: events.map((event) => event.id) }),
  };
}

function refusedVerdict(incoming: IncomingEvent, { id, source, refusals }: Refused): Verdict {
  const [first, ...others] = refusals;
  return { ...placeOf(incoming), id, source, status: 'refused', ...first, ...(others.length > 0 ? { others } : {}) };
}

const placeOf = ({ index, line }: IncomingEvent): { index: number; line?: number } =>
  line === undefined ? { index } : { index, line };

const answer = (verdicts: readonly Verdict[]): IntakeAnswer => {
  const count = (status: Verdict['status']): number => verdicts.filter((verdict) => verdict.status === status).length;
  return { accepted: count('accepted'), duplicate: count('duplicate'), refused: count('refused'), verdicts };
};
