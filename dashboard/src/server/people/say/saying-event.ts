import type { Saying } from '../../../contract/index.ts';
import { RefusedQuestion } from '../../drilldown/refused-question.ts';
import type { Caller } from '../caller.ts';

/** As intake takes it: a CloudEvents 1.0 object, which intake checks. */
export interface SayingEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: 'belfry';
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What has consequences for others, or is settled by later, has an author. */
const SIGNED: ReadonlySet<string> = new Set([
  'signal.acknowledged',
  'signal.assigned',
  'silence.set',
  'silence.ended',
  'kpi.excluded',
]);

/**
 * The event that a saying becomes. A token speaks for its holder, whatever the saying itself says.
 *
 * @param now ms UTC.
 * @throws RefusedQuestion where nobody says whose word it is.
 */
export function eventOf(saying: Saying, caller: Caller, { id, now }: { id: string; now: number }): SayingEvent {
  const { type, subject } = saying;
  const data = caller.name === null ? saying.data : { ...saying.data, who: caller.name };
  if (SIGNED.has(type) && isMissing(data.who)) {
    throw new RefusedQuestion(400, 'who', 'It is not said whose word this is.', 'Write your name.');
  }
  return { specversion: '1.0', id, source: 'belfry', type, subject, time: new Date(now).toISOString(), data };
}

const isMissing = (who: unknown): boolean =>
  who === undefined || who === null || (typeof who === 'string' && who.trim() === '');
