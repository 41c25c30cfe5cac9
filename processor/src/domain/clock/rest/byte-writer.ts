import { Tag } from './tag.ts';
import type { Words } from './words.ts';

const FIRST_BYTES = 4096;

/** Writes values as compact bytes for `ByteReader`: whole numbers by their size, texts by their number where they have one. */
export class ByteWriter {
  bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  length = 0;
  private readonly words: Words;

  constructor(words: Words) {
    this.words = words;
  }

  byte(byte: number): void {
    this.room(1);
    this.bytes[this.length++] = byte;
  }

  /** A whole number from 0 to 2^53 - 1: seven bits a byte, the lowest first. */
  whole(value: number): void {
    this.room(8);
    const { bytes } = this;
    let { length } = this;
    let rest = value;
    for (; rest >= 0x1000_0000; rest = Math.floor(rest / 0x80)) bytes[length++] = (rest % 0x80) | 0x80;
    for (; rest >= 0x80; rest >>>= 7) bytes[length++] = rest | 0x80;
    bytes[length++] = rest;
    this.length = length;
  }

  /** A whole number of 53 bits in seven bytes: of a hash all bits count. */
  hash(value: number): void {
    this.room(7);
    this.bytes.writeUInt32LE(value % 0x1_0000_0000, this.length);
    this.bytes.writeUIntLE(Math.floor(value / 0x1_0000_0000), this.length + 4, 3);
    this.length += 7;
  }

  /** A whole number between -2^52 and 2^52, small ones in few bytes: instants and offsets as their differences. */
  difference(value: number): void {
    this.whole(value < 0 ? -2 * value - 1 : 2 * value);
  }

  text(text: string): void {
    const number = this.words.numberOf(text);
    if (number >= 0) {
      this.byte(Tag.word);
      this.whole(number);
      return;
    }
    const { length } = text;
    const isWide = !isNarrow(text);
    this.byte(isWide ? Tag.wideText : Tag.text);
    this.whole(length);
    this.units(text, isWide);
  }

  /** The units of a text, in one byte each or in two. */
  units(text: string, isWide: boolean): void {
    const { length } = text;
    this.room(isWide ? 2 * length : length);
    if (isWide) this.length += this.bytes.write(text, this.length, 'utf16le');
    else if (length > 32) this.length += this.bytes.write(text, this.length, 'latin1');
    else for (let i = 0; i < length; i++) this.bytes[this.length++] = text.charCodeAt(i);
  }

  /** Bytes as they are. */
  raw(bytes: Buffer): void {
    this.whole(bytes.length);
    this.room(bytes.length);
    this.length += bytes.copy(this.bytes, this.length);
  }

  /** Whatever JSON can say, and what a `JSON.parse` makes of it: -0 and lone surrogates stay what they are. */
  value(value: unknown): void {
    if (typeof value === 'string') this.text(value);
    else if (typeof value === 'number') this.number(value);
    else if (typeof value === 'boolean') this.byte(value ? Tag.true : Tag.false);
    else if (value === null) this.byte(Tag.null);
    else if (Array.isArray(value)) {
      this.byte(Tag.list);
      this.whole(value.length);
      for (const each of value) this.value(each);
    } else if (typeof value === 'object') {
      this.byte(Tag.object);
      this.fields(value as Readonly<Record<string, unknown>>);
    } else if (value === undefined) this.byte(Tag.undefined);
    else throw new TypeError(`a ${typeof value} is no data: only what JSON can say is kept of a subject`);
  }

  fields(object: Readonly<Record<string, unknown>>): void {
    const keys = Object.keys(object);
    this.whole(keys.length);
    for (const key of keys) {
      this.text(key);
      this.value(object[key]);
    }
  }

  private number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      this.byte(value < 0 ? Tag.negative : Tag.whole);
      this.whole(Math.abs(value));
      return;
    }
    this.byte(Tag.number);
    this.room(8);
    this.length = this.bytes.writeDoubleLE(value, this.length);
  }

  private room(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + bytes));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}

/** Whether each unit of a text fits into a byte. */
export function isNarrow(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}
