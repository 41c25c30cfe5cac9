const FIRST_BYTES = 4 * 1024;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const COMMA = 0x2c;
const COLON = 0x3a;
/** A whole number has so many digits at most, and its sign. */
const DIGITS = 17;
const TEN_8 = 100_000_000;
/** What lies deeper than this is left to the engine, whose stack is not ours. */
const DEPTH = 8;

/**
 * Writes JSON as bytes into one growing buffer, byte for byte what JSON.stringify makes of the same values. A lane writes
 * several such texts an event, and most of that time went into strings that were copied once more.
 */
export class JsonWriter {
  private buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private at = 0;

  get length(): number {
    return this.at;
  }

  /** What was written since `begin`; good until the next one. */
  view(): Buffer {
    return this.buffer.subarray(0, this.at);
  }

  begin(): void {
    this.at = 0;
  }

  /** Anything that JSON.parse may have made. */
  value(value: unknown, depth = DEPTH): void {
    switch (typeof value) {
      case 'string':
        this.text(value);
        break;
      case 'number':
        this.int(value);
        break;
      case 'boolean':
        this.raw(value ? 'true' : 'false');
        break;
      default:
        if (value === null || value === undefined) this.raw('null');
        else if (depth === 0) this.raw(JSON.stringify(value));
        else if (Array.isArray(value)) this.list(value, depth - 1);
        else this.object(value, depth - 1);
    }
  }

  private list(values: readonly unknown[], depth: number): void {
    this.byte(0x5b);
    for (let n = 0; n < values.length; n++) {
      if (n > 0) this.byte(COMMA);
      this.value(values[n], depth);
    }
    this.byte(0x5d);
  }

  /** The fields of an object without a prototype of its own: those that are undefined are left out. */
  object(object: object, depth = DEPTH): void {
    const fields = object as Readonly<Record<string, unknown>>;
    this.byte(0x7b);
    let first = true;
    for (const key in fields) {
      const value = fields[key];
      if (value === undefined) continue;
      if (!first) this.byte(COMMA);
      first = false;
      this.text(key);
      this.byte(COLON);
      this.value(value, depth);
    }
    this.byte(0x7d);
  }

  /** A string of JSON. */
  text(text: string): void {
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
  raw(json: string): void {
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

  /** A number: whole ones digit by digit, others as the engine writes them. */
  int(value: number): void {
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

  byte(byte: number): void {
    this.room(1);
    this.buffer[this.at++] = byte;
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
