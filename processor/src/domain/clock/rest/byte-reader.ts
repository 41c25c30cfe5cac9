import { Tag } from './tag.ts';
import type { Words } from './words.ts';

/** Reads what `ByteWriter` wrote. One is enough for many readings: `read` begins the next. */
export class ByteReader {
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  private readonly words: Words;

  constructor(words: Words) {
    this.words = words;
  }

  read(bytes: Buffer, at: number): this {
    this.bytes = bytes;
    this.at = at;
    return this;
  }

  /** Whether it has read up to there and no further. */
  isAt(end: number): boolean {
    return this.at === end;
  }

  byte(): number {
    return this.bytes[this.at++]!;
  }

  whole(): number {
    const { bytes } = this;
    let { at } = this;
    let value = 0;
    let unit = 1;
    for (; ; unit *= 0x80) {
      const byte = bytes[at++]!;
      if (byte < 0x80) {
        this.at = at;
        return value + byte * unit;
      }
      value += (byte - 0x80) * unit;
    }
  }

  hash(): number {
    const low = this.bytes.readUInt32LE(this.at);
    const high = this.bytes.readUIntLE(this.at + 4, 3);
    this.at += 7;
    return high * 0x1_0000_0000 + low;
  }

  difference(): number {
    const value = this.whole();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  units(length: number, isWide: boolean): string {
    const from = this.at;
    this.at += isWide ? 2 * length : length;
    return this.bytes.toString(isWide ? 'utf16le' : 'latin1', from, this.at);
  }

  /** Bytes that were written as they are, as the text that they are in UTF-8. */
  raw(): string {
    const length = this.whole();
    this.at += length;
    return this.bytes.toString('utf8', this.at - length, this.at);
  }

  value(): unknown {
    const tag = this.byte();
    switch (tag) {
      case Tag.undefined:
        return undefined;
      case Tag.null:
        return null;
      case Tag.false:
        return false;
      case Tag.true:
        return true;
      case Tag.whole:
        return this.whole();
      case Tag.negative:
        return -this.whole();
      case Tag.number:
        this.at += 8;
        return this.bytes.readDoubleLE(this.at - 8);
      case Tag.list:
        return this.list();
      case Tag.object:
        return this.fields();
      default:
        return this.textOf(tag);
    }
  }

  text(): string {
    return this.textOf(this.byte());
  }

  fields(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    for (let count = this.whole(); count > 0; count--) {
      const key = this.text();
      const value = this.value();
      // Assigned, it would not be a field but the prototype of the object.
      if (key === '__proto__') {
        Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
      } else object[key] = value;
    }
    return object;
  }

  private list(): unknown[] {
    const list: unknown[] = [];
    for (let count = this.whole(); count > 0; count--) list.push(this.value());
    return list;
  }

  private textOf(tag: number): string {
    if (tag === Tag.word) return this.words.textOf(this.whole());
    return this.units(this.whole(), tag === Tag.wideText);
  }
}
