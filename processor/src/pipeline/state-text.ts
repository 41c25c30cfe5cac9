import type { Fact } from '../domain/clock/facts/fact.ts';
import { storeSubject } from '../domain/clock/stored-subject.ts';
import type { Subject } from '../domain/clock/subject.ts';

const FIRST_BYTES = 64 * 1024;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const COMMA = 0x2c;
/** A whole number has so many digits at most, and its sign. */
const DIGITS = 17;
const TEN_8 = 100_000_000;

/**
 * The state row of a subject, written as bytes. Nearly all subjects are their facts and nothing else, and most of a
 * commit's time went into making texts of these which were copied once more; `storeSubject` says what is written, and
 * writes whatever has more to it. That both write the same is a property test.
 */
export class StateText {
  private buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private at = 0;

  /** Good until the next call. */
  of(subject: Subject): Buffer {
    this.at = 0;
    if (subject.held.length + subject.told.size + subject.gone.length > 0 || subject.quietUntil > 0) {
      this.raw(storeSubject(subject));
    } else {
      this.raw('{"pin":');
      this.int(subject.rules.pin);
      this.raw(',"facts":[');
      for (let n = 0; n < subject.facts.length; n++) {
        if (n > 0) this.byte(COMMA);
        this.fact(subject.facts[n]!);
      }
      this.raw(']}');
    }
    return this.buffer.subarray(0, this.at);
  }

  private fact({ hash, type, time, offset, data }: Fact): void {
    this.raw('[');
    this.int(hash);
    this.byte(COMMA);
    this.text(type);
    this.byte(COMMA);
    this.int(time);
    this.byte(COMMA);
    this.int(offset);
    this.raw(',{');
    let first = true;
    for (const key in data) {
      const value = data[key];
      if (!first) this.byte(COMMA);
      first = false;
      this.text(key);
      this.byte(0x3a);
      if (typeof value === 'string') this.text(value);
      else this.raw(JSON.stringify(value));
    }
    this.raw('}]');
  }

  /** A string of JSON. */
  private text(text: string): void {
    const { length } = text;
    this.room(length + 2);
    const { buffer } = this;
    let { at } = this;
    buffer[at++] = QUOTE;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 0x20 || unit > 0x7e || unit === QUOTE || unit === BACKSLASH) {
        this.raw(JSON.stringify(text));
        return;
      }
      buffer[at++] = unit;
    }
    buffer[at++] = QUOTE;
    this.at = at;
  }

  /** JSON as it stands. */
  private raw(json: string): void {
    this.room(json.length * 3);
    const { buffer } = this;
    // What Belfry itself writes around the values is a few letters of ASCII: a call into the engine costs more.
    if (json.length < 16) {
      let { at } = this;
      let i = 0;
      for (; i < json.length; i++) {
        const unit = json.charCodeAt(i);
        if (unit > 0x7e) break;
        buffer[at++] = unit;
      }
      if (i === json.length) {
        this.at = at;
        return;
      }
    }
    this.at += buffer.write(json, this.at, 'utf8');
  }

  private int(value: number): void {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      this.raw(JSON.stringify(value));
      return;
    }
    this.room(DIGITS);
    let rest = value;
    if (rest < 0) {
      this.byte(0x2d);
      rest = -rest;
    }
    // Eight digits at a time, since integers of 32 bits are divided much faster than others.
    const high = Math.floor(rest / TEN_8);
    const low = rest - high * TEN_8;
    if (high === 0) {
      this.digits(low, digitsOf(low));
      return;
    }
    const highest = Math.floor(high / TEN_8);
    if (highest > 0) {
      this.digits(highest, digitsOf(highest));
      this.digits(high - highest * TEN_8, 8);
    } else {
      this.digits(high, digitsOf(high));
    }
    this.digits(low, 8);
  }

  private digits(value: number, count: number): void {
    const { buffer } = this;
    let rest = value | 0;
    for (let at = this.at + count - 1; at >= this.at; at--) {
      const tens = (rest / 10) | 0;
      buffer[at] = ZERO + rest - tens * 10;
      rest = tens;
    }
    this.at += count;
  }

  private byte(byte: number): void {
    this.room(1);
    this.buffer[this.at++] = byte;
  }

  private room(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.at + bytes));
    grown.set(this.buffer.subarray(0, this.at));
    this.buffer = grown;
  }
}

function digitsOf(value: number): number {
  let count = 1;
  for (let power = 10; power <= value; power *= 10) count++;
  return count;
}
