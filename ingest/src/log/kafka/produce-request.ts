import type { Message } from 'kafkajs';
import { crc32c } from './crc32c.ts';

/** What kafkajs is to send to one broker, as it says it. */
export interface Produce {
  readonly acks: number;
  /** ms. */
  readonly timeout: number;
  readonly topicData: readonly TopicData[];
}

interface TopicData {
  readonly topic: string;
  readonly partitions: readonly PartitionData[];
}

interface PartitionData {
  readonly partition: number;
  readonly messages: readonly Message[];
}

/** Where the fields of a batch stand, from its first byte; the checksum covers what stands behind it. */
const CHECKSUM = 17;
const BEHIND_CHECKSUM = 21;
const RECORDS = 61;
/** What the length of a batch counts begins behind it. */
const BEHIND_LENGTH = 12;
const MAGIC = 2;

/**
 * The body of a Produce request (version 3 and up): each topic's partitions with one batch of their messages each, neither
 * compressed nor in a transaction, written at once into one buffer of its size.
 * @param now ms UTC, the time of all records. A topic with broker append time writes its own over it.
 */
export function writeProduce({ acks, timeout, topicData }: Produce, now: number): Buffer {
  const sizes: number[] = [];
  const writer = new Writer(Buffer.allocUnsafe(sizeOfRequest(topicData, sizes)), sizes);
  writer.int16(-1);
  writer.int16(acks);
  writer.int32(timeout);
  writer.int32(topicData.length);
  for (const { topic, partitions } of topicData) {
    writer.int16(Buffer.byteLength(topic));
    writer.text(topic);
    writer.int32(partitions.length);
    for (const { partition, messages } of partitions) {
      writer.int32(partition);
      writer.batch(messages, now);
    }
  }
  return writer.bytes;
}

/** @param sizes is told the size of each batch, followed by those of its records, in the order in which they are written. */
function sizeOfRequest(topicData: readonly TopicData[], sizes: number[]): number {
  let size = 2 + 2 + 4 + 4;
  for (const { topic, partitions } of topicData) {
    size += 2 + Buffer.byteLength(topic) + 4;
    for (const { messages } of partitions) size += 4 + 4 + sizeOfBatch(messages, sizes);
  }
  return size;
}

function sizeOfBatch(messages: readonly Message[], sizes: number[]): number {
  const place = sizes.push(0) - 1;
  let size = RECORDS;
  for (let n = 0; n < messages.length; n++) {
    const { key, value, headers } = messages[n]!;
    // Its attributes, and a difference of no time.
    let record = 1 + 1 + sizeOfInt(n) + sizeOfText(key) + sizeOfText(value);
    const told = headersOf(headers);
    record += sizeOfInt(told.length);
    for (const [name, text] of told) record += sizeOfText(name) + sizeOfText(text);
    sizes.push(record);
    size += sizeOfInt(record) + record;
  }
  sizes[place] = size;
  return size;
}

type Text = string | Buffer;

const NO_HEADERS: readonly (readonly [name: string, value: Text])[] = [];

function headersOf(headers: Message['headers']): readonly (readonly [name: string, value: Text])[] {
  if (headers === undefined) return NO_HEADERS;
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value!]).map((each) => [name, each] as const),
  );
}

const lengthOf = (text: Text): number => (typeof text === 'string' ? Buffer.byteLength(text) : text.length);

function sizeOfText(text: Text | null | undefined): number {
  if (text === null || text === undefined) return 1;
  const length = lengthOf(text);
  return sizeOfInt(length) + length;
}

/** A number from 0 on in zigzag takes one bit more than it has, seven a byte. */
function sizeOfInt(value: number): number {
  let size = 1;
  for (let rest = value >>> 6; rest > 0; rest >>>= 7) size++;
  return size;
}

class Writer {
  readonly bytes: Buffer;
  private readonly sizes: readonly number[];
  private at = 0;
  /** Of the sizes, how many were used. */
  private used = 0;

  constructor(bytes: Buffer, sizes: readonly number[]) {
    this.bytes = bytes;
    this.sizes = sizes;
  }

  int16(value: number): void {
    this.at = this.bytes.writeInt16BE(value, this.at);
  }

  int32(value: number): void {
    this.at = this.bytes.writeInt32BE(value, this.at);
  }

  text(text: Text): void {
    this.at += typeof text === 'string' ? this.bytes.write(text, this.at) : text.copy(this.bytes, this.at);
  }

  batch(messages: readonly Message[], now: number): void {
    const size = this.sizes[this.used++]!;
    this.int32(size);
    const start = this.at;
    const last = messages.length - 1;
    this.int64(0);
    this.int32(size - BEHIND_LENGTH);
    // The leader's epoch, which it writes itself.
    this.int32(0);
    this.bytes[this.at++] = MAGIC;
    this.at = start + BEHIND_CHECKSUM;
    this.int16(0);
    this.int32(last);
    this.int64(now);
    this.int64(now);
    // No idempotent producer: its id, epoch and first number.
    this.int64(-1);
    this.int16(0);
    this.int32(0);
    this.int32(messages.length);
    for (let n = 0; n <= last; n++) this.record(messages[n]!, n);
    this.bytes.writeUInt32BE(crc32c(this.bytes, start + BEHIND_CHECKSUM, this.at), start + CHECKSUM);
  }

  private record({ key, value, headers }: Message, n: number): void {
    this.int(this.sizes[this.used++]!);
    this.bytes[this.at++] = 0;
    this.int(0);
    this.int(n);
    this.sizedText(key);
    this.sizedText(value);
    const told = headersOf(headers);
    this.int(told.length);
    for (const [name, text] of told) {
      this.sizedText(name);
      this.sizedText(text);
    }
  }

  private sizedText(text: Text | null | undefined): void {
    if (text === null || text === undefined) this.int(-1);
    else {
      this.int(lengthOf(text));
      this.text(text);
    }
  }

  /** In zigzag: seven bits a byte, the lowest first. */
  private int(value: number): void {
    let rest = (value << 1) ^ (value >> 31);
    for (; (rest & ~0x7f) !== 0; rest >>>= 7) this.bytes[this.at++] = (rest & 0x7f) | 0x80;
    this.bytes[this.at++] = rest;
  }

  private int64(value: number): void {
    this.int32(Math.floor(value / 0x1_0000_0000));
    this.at = this.bytes.writeUInt32BE(value >>> 0, this.at);
  }
}
