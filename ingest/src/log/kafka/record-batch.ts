import type { IHeaders } from 'kafkajs';

/**
 * A record of Kafka as kafkajs passes it on. It has what a `KafkaMessage` has, and makes it only if it is asked for:
 * nearly always a record is looked at through `at`, `keyText` and `value` alone.
 */
export class BatchRecord {
  /** The offset as a number. */
  readonly at: number;
  readonly timestamp: string;
  readonly attributes: number;
  readonly headers: IHeaders;
  readonly value: Buffer | null;
  readonly isControlRecord: boolean;
  readonly batchContext: BatchContext;
  private readonly bytes: Buffer;
  private readonly keyStart: number;
  private readonly keyEnd: number;

  /** @param keyEnd -1 where there is no key. */
  constructor(
    batchContext: BatchContext,
    at: number,
    timestamp: string,
    attributes: number,
    bytes: Buffer,
    keyStart: number,
    keyEnd: number,
    value: Buffer | null,
    headers: IHeaders,
  ) {
    this.at = at;
    this.timestamp = timestamp;
    this.attributes = attributes;
    this.headers = headers;
    this.value = value;
    this.isControlRecord = batchContext.isControlBatch;
    this.batchContext = batchContext;
    this.bytes = bytes;
    this.keyStart = keyStart;
    this.keyEnd = keyEnd;
  }

  get offset(): string {
    return String(this.at);
  }

  get key(): Buffer | null {
    return this.keyEnd < 0 ? null : this.bytes.subarray(this.keyStart, this.keyEnd);
  }

  /** The key as text; empty where there is none. */
  get keyText(): string {
    return this.keyEnd < 0 ? '' : this.bytes.toString('utf8', this.keyStart, this.keyEnd);
  }

  get magicByte(): number {
    return this.batchContext.magicByte;
  }
}

/** What stands before the records of a batch, with the names and types that kafkajs looks for. */
export interface BatchContext {
  readonly firstOffset: string;
  readonly firstTimestamp: string;
  readonly partitionLeaderEpoch: number;
  readonly inTransaction: boolean;
  readonly isControlBatch: boolean;
  readonly lastOffsetDelta: number;
  readonly producerId: string;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly maxTimestamp: string;
  /** 1: the append time of the log, 0: the time of whoever sent it. */
  readonly timestampType: 0 | 1;
  readonly magicByte: number;
}

/** Where the fields of a batch stand, from its first byte. */
const LENGTH = 8;
const EPOCH = 12;
const MAGIC = 16;
const ATTRIBUTES = 21;
const LAST_OFFSET_DELTA = 23;
const FIRST_TIMESTAMP = 27;
const MAX_TIMESTAMP = 35;
const PRODUCER_ID = 43;
const PRODUCER_EPOCH = 51;
const FIRST_SEQUENCE = 53;
const COUNT = 57;
const RECORDS = 61;

const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/** Where a batch that begins at `start` ends, by what it says of itself. */
export const endOfBatch = (bytes: Buffer, start: number): number => start + EPOCH + bytes.readInt32BE(start + LENGTH);

/** The attributes tell how the records are compressed. */
export const attributesOf = (bytes: Buffer, start: number): number => bytes.readInt16BE(start + ATTRIBUTES);

export const recordsOf = (bytes: Buffer, start: number, end: number): Buffer => bytes.subarray(start + RECORDS, end);

/** Records that are not where their batch says. */
export class DamagedBatch extends Error {
  override readonly name = 'DamagedBatch';
}

/** What stands before the records of a batch. */
export function contextOf(bytes: Buffer, start: number): BatchContext {
  const attributes = attributesOf(bytes, start);
  return {
    firstOffset: String(bytes.readBigInt64BE(start)),
    firstTimestamp: String(bytes.readBigInt64BE(start + FIRST_TIMESTAMP)),
    partitionLeaderEpoch: bytes.readInt32BE(start + EPOCH),
    inTransaction: (attributes & TRANSACTIONAL) !== 0,
    isControlBatch: (attributes & CONTROL) !== 0,
    lastOffsetDelta: bytes.readInt32BE(start + LAST_OFFSET_DELTA),
    producerId: String(bytes.readBigInt64BE(start + PRODUCER_ID)),
    producerEpoch: bytes.readInt16BE(start + PRODUCER_EPOCH),
    firstSequence: bytes.readInt32BE(start + FIRST_SEQUENCE),
    maxTimestamp: String(bytes.readBigInt64BE(start + MAX_TIMESTAMP)),
    timestampType: (attributes & LOG_APPEND_TIME) !== 0 ? 1 : 0,
    magicByte: bytes.readInt8(start + MAGIC),
  };
}

/**
 * Reads the records of one batch.
 * @param records the bytes of the records, unpacked.
 * @throws DamagedBatch if the records are not within these bytes, or not at the offsets of the batch.
 */
export function readBatch(bytes: Buffer, start: number, records: Buffer): BatchContext & { records: BatchRecord[] } {
  const context = contextOf(bytes, start);
  const count = Math.max(0, bytes.readInt32BE(start + COUNT));
  // The smallest record has seven bytes: who says more makes us reserve memory for what cannot be there.
  if (count > records.length) throw new DamagedBatch(`${count} records in ${records.length} bytes`);
  const reader = new RecordReader(records, context);
  const read = new Array<BatchRecord>(count);
  for (let n = 0; n < count; n++) read[n] = reader.next();
  return { ...context, records: read };
}

const NO_HEADERS: IHeaders = Object.freeze({});

class RecordReader {
  private readonly bytes: Buffer;
  private readonly context: BatchContext;
  private readonly firstOffset: number;
  private readonly firstTimestamp: number;
  private readonly lastOffset: number;
  private at = 0;
  private before = -1;

  constructor(bytes: Buffer, context: BatchContext) {
    this.bytes = bytes;
    this.context = context;
    this.firstOffset = Number(context.firstOffset);
    this.firstTimestamp = Number(context.firstTimestamp);
    this.lastOffset = this.firstOffset + context.lastOffsetDelta;
    this.before = this.firstOffset - 1;
  }

  next(): BatchRecord {
    const { bytes, context } = this;
    const length = this.int();
    const end = this.at + length;
    const attributes = bytes[this.at++]!;
    const timestampDelta = this.int();
    const timestamp = context.timestampType === 1 ? context.maxTimestamp : String(this.firstTimestamp + timestampDelta);
    const offset = this.firstOffset + this.int();
    const keyLength = this.int();
    const keyStart = this.at;
    if (keyLength > 0) this.at += keyLength;
    const value = this.slice(this.int());
    const headers = this.int();
    const record = new BatchRecord(
      context,
      offset,
      timestamp,
      attributes,
      bytes,
      keyStart,
      keyLength < 0 ? -1 : keyStart + keyLength,
      value,
      headers > 0 ? this.headers(headers) : NO_HEADERS,
    );
    // Past the end of the bytes every number reads as 0, so that noise looks like records without a value.
    if (this.at > end || end > bytes.length || offset <= this.before || offset > this.lastOffset)
      throw new DamagedBatch(`a record at ${offset} ends at ${end} of ${bytes.length} bytes`);
    this.before = offset;
    this.at = end;
    return record;
  }

  private headers(count: number): IHeaders {
    const headers: IHeaders = {};
    for (let n = 0; n < count; n++) {
      const name = this.slice(this.int())?.toString() ?? 'null';
      const value = this.slice(this.int()) ?? undefined;
      const known = headers[name];
      if (known === undefined) headers[name] = value;
      else headers[name] = Array.isArray(known) ? [...known, value!] : ([known, value] as Buffer[]);
    }
    return headers;
  }

  private slice(length: number): Buffer | null {
    if (length < 0) return null;
    const start = this.at;
    this.at += length;
    return this.bytes.subarray(start, this.at);
  }

  /** A number in zigzag: seven bits a byte, the lowest first. Timestamps may need more than 32 bits. */
  private int(): number {
    const { bytes } = this;
    let byte = bytes[this.at++]!;
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1);
    let value = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      byte = bytes[this.at++]!;
      value += (byte & 0x7f) * scale;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
