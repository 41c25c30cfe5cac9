import type { BelfryEvent, RefusedVerdict, Verdict, WallClock } from '../contract/index.ts';
import { machineClock } from '../contract/index.ts';
import { partitionOf } from '../log/partition-of.ts';
import { linesOf } from './lines.ts';
import { postLines } from './post-lines.ts';
import { type Sendable, SendLane } from './send-lane.ts';

export { IntakeClientError, type IntakeClientErrorCode } from './intake-client-error.ts';

export interface IntakeClientOptions {
  /** Where Belfry runs, for instance `http://127.0.0.1:4100`; events go to `/events` there. */
  readonly url: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Sent along with the events, for instance `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly wallClock?: WallClock;
  /** Requests under way at once; default 4. */
  readonly inFlight?: number;
  /** How long a request is tried again, ms; default one minute. */
  readonly patienceMs?: number;
  /** How long an answer is waited for, ms; default 40 s, longer than intake waits for the log. */
  readonly answerMs?: number;
}

/** How far a stream has been sent. */
export interface SendProgress {
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: number;
  /** What was refused since the last call, each with its `line`. */
  readonly newlyRefused: readonly RefusedVerdict[];
}

export type SendTotals = Omit<SendProgress, 'newlyRefused'>;

export interface IntakeClient {
  /**
   * Sends events; those of one subject in their order.
   * @returns one verdict an event, in the order given, once the log has what is accepted.
   * @throws IntakeClientError when intake stays away or busy, or refuses the request. Some events may have been taken;
   *   sending all of them again does no harm.
   */
  send(events: readonly BelfryEvent[]): Promise<Verdict[]>;
  /**
   * Sends a stream of one event a line, each line as it stands; empty lines are passed over. Reads no faster than
   * intake takes. Verdicts carry the line's number, from 1.
   */
  sendNdjson(
    stream: AsyncIterable<Uint8Array | string>,
    onProgress?: (progress: SendProgress) => void,
  ): Promise<SendTotals>;
}

/**
 * @example
 * const client = createIntakeClient({ url: 'http://127.0.0.1:4100' });
 * const [verdict] = await client.send([event]);
 */
export function createIntakeClient(options: IntakeClientOptions): IntakeClient {
  const { inFlight = 4, wallClock = machineClock, patienceMs = 60_000, answerMs = 40_000 } = options;
  const base = options.url.endsWith('/') ? options.url : `${options.url}/`;
  const post = {
    address: new URL('events', base),
    fetch: options.fetch ?? globalThis.fetch,
    headers: options.headers ?? {},
    wallClock,
    patienceMs,
    answerMs,
  };

  /** Lanes of one call, each subject in one of them. */
  function openLanes(told: (place: number, verdict: Verdict) => void, batchDone = (): void => {}) {
    const lanes = Array.from({ length: inFlight }, () => {
      return new SendLane(async (batch: readonly Sendable[]) => {
        const verdicts = await postLines(
          batch.map((one) => one.text),
          post,
        );
        for (const [i, verdict] of verdicts.entries()) told(batch[i]!.place, verdict);
        batchDone();
      });
    });
    return {
      async feed(subject: string, event: Sendable) {
        if (event.text.length > LONGEST_EVENT) told(event.place, tooLong(event.text.length));
        else await lanes[partitionOf(subject, inFlight)]!.feed(event);
      },
      async finish() {
        const ended = await Promise.allSettled(lanes.map((lane) => lane.finish()));
        const failed = ended.find((result) => result.status === 'rejected');
        if (failed) throw failed.reason;
      },
    };
  }

  return {
    async send(events) {
      const verdicts = new Array<Verdict>(events.length);
      const lanes = openLanes((place, { line: _, ...verdict }) => {
        verdicts[place] = { ...verdict, index: place };
      });
      for (const [place, event] of events.entries()) {
        await lanes.feed(String(event.subject), { text: JSON.stringify(event), place });
      }
      await lanes.finish();
      return verdicts;
    },

    async sendNdjson(stream, onProgress = () => {}) {
      const totals = { accepted: 0, duplicate: 0, refused: 0 };
      let newlyRefused: RefusedVerdict[] = [];
      const lanes = openLanes(
        (line, verdict) => {
          totals[verdict.status] += 1;
          if (verdict.status === 'refused') newlyRefused.push({ ...verdict, line });
        },
        () => {
          onProgress({ ...totals, newlyRefused });
          newlyRefused = [];
        },
      );
      for await (const { text, line } of linesOf(stream)) await lanes.feed(subjectOf(text), { text, place: line });
      await lanes.finish();
      return totals;
    },
  };
}

/** Characters of an event that no intake takes; alone in a request it would have the whole request refused. */
const LONGEST_EVENT = 1_000_000;

const tooLong = (length: number): RefusedVerdict => ({
  index: 0,
  id: null,
  source: null,
  status: 'refused',
  code: 'TOO_LARGE',
  path: '',
  message: `the event has ${length} characters: send it without attachments`,
});

/** Only to choose a lane: what cannot be read is intake's to refuse. */
function subjectOf(text: string): string {
  try {
    return String((JSON.parse(text) as { subject?: unknown } | null)?.subject);
  } catch {
    return '';
  }
}
