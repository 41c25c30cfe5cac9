import type { LogRecord } from '@belfry/ingest/log';
import { type DeltaCauseName, type DeltaMessage, type DeltaTuple, decodeDeltas } from '../../contract/kpi.ts';

/** A delta as messages carried it before they told when and why. */
type ShortTuple = DeltaTuple extends readonly [...infer Old, number, DeltaCauseName] ? readonly [...Old] : never;

/** The message, or what is wrong with it. */
export function readDeltas({ value, appendTime }: Pick<LogRecord, 'value' | 'appendTime'>): DeltaMessage | string {
  let message: { readonly partner: string; readonly lane: number; readonly deltas: readonly unknown[] };
  try {
    message = decodeDeltas(value);
  } catch (error) {
    return `not JSON: ${String(error)}`;
  }
  if (typeof message?.partner !== 'string' || !Number.isInteger(message.lane) || !Array.isArray(message.deltas)) {
    return 'expected {partner, lane, deltas}';
  }
  const deltas: DeltaTuple[] = [];
  for (const [n, delta] of message.deltas.entries()) {
    if (isDelta(delta)) deltas.push(delta);
    // A message from before follows the events that it counts within moments: its own append time stands in for theirs.
    else if (isShort(delta)) deltas.push([...delta, appendTime, 'counted']);
    else
      return `deltas[${n}] is not [offset, subject, kpi, market, carrier, channel, bucket, num, den, quiet, at, cause]`;
  }
  return { partner: message.partner, lane: message.lane, deltas };
}

const isDelta = (delta: unknown): delta is DeltaTuple =>
  Array.isArray(delta) && delta.length === 12 && isCounted(delta) && isInstant(delta[10]) && isCause(delta[11]);

const isShort = (delta: unknown): delta is ShortTuple =>
  Array.isArray(delta) && delta.length === 10 && isCounted(delta);

const isCounted = (delta: readonly unknown[]): boolean =>
  Number.isSafeInteger(delta[0]) &&
  typeof delta[1] === 'string' &&
  typeof delta[2] === 'string' &&
  typeof delta[3] === 'string' &&
  typeof delta[4] === 'string' &&
  typeof delta[5] === 'string' &&
  isInt32(delta[6]) &&
  isInt32(delta[7]) &&
  isInt32(delta[8]) &&
  (delta[9] === 0 || delta[9] === 1);

/** As the tables hold them. */
const isInt32 = (value: unknown): boolean => typeof value === 'number' && value === (value | 0);

const isInstant = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const PLAIN_CAUSES: ReadonlySet<unknown> = new Set<DeltaCauseName>([
  'counted',
  'revised',
  'moved',
  'withdrawn',
  'policy',
  'history',
]);

const isCause = (value: unknown): value is DeltaCauseName =>
  PLAIN_CAUSES.has(value) || (typeof value === 'string' && value.startsWith('excluded/'));
