import { KIND_HEADER } from './record.ts';
import { type BatchContext, BatchRecord, contextOf } from './record-batch.ts';

const UNREADABLE = Object.freeze({ [KIND_HEADER]: 'unreadable' });
const NOTHING = Buffer.alloc(0);

/**
 * A batch that is packed by a codec that we do not know, or that is damaged. Its records cannot be told apart, but what
 * offsets it takes stands before them: there is a record of kind `unreadable` for each, so that none is skipped in silence.
 * The first holds the bytes of the whole batch, the others nothing.
 */
export function unreadableBatch(
  bytes: Buffer,
  start: number,
  end: number,
): BatchContext & { readonly records: BatchRecord[] } {
  const context = contextOf(bytes, start);
  const first = Number(context.firstOffset);
  const time = context.timestampType === 1 ? context.maxTimestamp : context.firstTimestamp;
  const whole = bytes.subarray(start, end);
  const records = Array.from(
    { length: Math.max(0, context.lastOffsetDelta) + 1 },
    (_, n) => new BatchRecord(context, first + n, time, 0, NOTHING, 0, -1, n === 0 ? whole : NOTHING, UNREADABLE),
  );
  return { ...context, records };
}
