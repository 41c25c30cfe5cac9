import { crc32 } from 'node:zlib';
import type { LogRecord, NewRecord, RecordKind } from '../event-log.ts';

/**
 * How a record lies in the store: one byte of kind, eight of append time (float64), two of key length, four of checksum
 * (CRC-32 of all the rest), the key, the value. Records from before checksums have none, and the highest bit of their first
 * byte is not set. The order of this list is on disk: only append to it.
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
  'heard',
];
const KIND_NUMBERS = new Map(KINDS.map((kind, number) => [kind, number]));
const HAS_CHECKSUM = 0x80;
const CHECKSUM_AT = 11;
const HEAD_BYTES = 15;
const OLD_HEAD_BYTES = 11;

/** The longest key in UTF-8 bytes that two bytes of length can tell. */
export const MAX_KEY_BYTES = 0xffff;

export function encodeRecord(record: NewRecord, appendTime: number): Buffer {
  const keyBytes = Buffer.byteLength(record.key);
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + keyBytes + record.value.length);
  bytes[0] = HAS_CHECKSUM | KIND_NUMBERS.get(record.kind)!;
  bytes.writeDoubleLE(appendTime, 1);
  bytes.writeUInt16LE(keyBytes, 9);
  if (keyBytes > 0) bytes.write(record.key, HEAD_BYTES);
  record.value.copy(bytes, HEAD_BYTES + keyBytes);
  bytes.writeUInt32LE(checksumOf(bytes), CHECKSUM_AT);
  return bytes;
}

const checksumOf = (bytes: Buffer): number => crc32(bytes.subarray(HEAD_BYTES), crc32(bytes.subarray(0, CHECKSUM_AT)));

/**
 * The value is a view of `bytes`, which must be the reader's own.
 * @returns undefined if it is damaged.
 */
export function decodeRecord(partition: number, offset: number, bytes: Buffer): LogRecord | undefined {
  const isChecked = bytes.length >= HEAD_BYTES && (bytes[0]! & HAS_CHECKSUM) !== 0;
  if (isChecked && bytes.readUInt32LE(CHECKSUM_AT) !== checksumOf(bytes)) return undefined;
  const kind = KINDS[bytes[0]! & ~HAS_CHECKSUM];
  const head = isChecked ? HEAD_BYTES : OLD_HEAD_BYTES;
  if (bytes.length < head || kind === undefined) return undefined;
  const valueAt = head + bytes.readUInt16LE(9);
  return {
    partition,
    offset,
    appendTime: bytes.readDoubleLE(1),
    kind,
    key: valueAt === head ? '' : bytes.toString('utf8', head, valueAt),
    value: bytes.subarray(valueAt),
  };
}
