import type { LogRecord, NewRecord, RecordKind } from '../event-log.ts';

/**
 * How a record lies in the store: one byte of kind, eight of append time (float64), two of key length, the key, the
 * value. The order of this list is on disk: only append to it.
 */
/** In the order of their numbers in stored records: new ones come last. */
const KINDS: readonly RecordKind[] = [
  'event',
  'tick',
  'policy',
  'release',
  'deltas',
  'signal',
  'totals',
  'delivery',
  'said',
  'beat',
  'routes',
  'incident',
  'notification',
  'unreadable',
];
const KIND_NUMBERS = new Map(KINDS.map((kind, number) => [kind, number]));
const HEAD_BYTES = 11;

/** The longest key in UTF-8 bytes that two bytes of length can tell. */
export const MAX_KEY_BYTES = 0xffff;

export function encodeRecord(record: NewRecord, appendTime: number): Buffer {
  const keyBytes = Buffer.byteLength(record.key);
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + keyBytes + record.value.length);
  bytes[0] = KIND_NUMBERS.get(record.kind)!;
  bytes.writeDoubleLE(appendTime, 1);
  bytes.writeUInt16LE(keyBytes, 9);
  if (keyBytes > 0) bytes.write(record.key, HEAD_BYTES);
  record.value.copy(bytes, HEAD_BYTES + keyBytes);
  return bytes;
}

/** The value is a view of `bytes`, which must be the reader's own. */
export function decodeRecord(partition: number, offset: number, bytes: Buffer): LogRecord {
  const valueAt = HEAD_BYTES + bytes.readUInt16LE(9);
  return {
    partition,
    offset,
    appendTime: bytes.readDoubleLE(1),
    kind: KINDS[bytes[0]!]!,
    key: valueAt === HEAD_BYTES ? '' : bytes.toString('utf8', HEAD_BYTES, valueAt),
    value: bytes.subarray(valueAt),
  };
}
