/**
 * Walks over JSON as bytes, without making anything of it. Each function is given where something begins and answers
 * where it ends, or -1 where that is no JSON. It refuses exactly what JSON.parse refuses of the same bytes read as UTF-8:
 * within a string any byte from 128 on is some character, if need be the one that stands for broken UTF-8.
 */

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN = 0x7b;
export const CLOSE = 0x7d;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const ZERO = 0x30;

/** So deep is walked; what is deeper is left to JSON.parse. */
const DEPTH = 16;

/**
 * The end of a string whose text is its bytes: printable ASCII, nothing escaped. Answers where its closing quote stands,
 * or -1 for any other string.
 * @param from behind the opening quote.
 */
export function endOfPlain(bytes: Uint8Array, from: number): number {
  const { length } = bytes;
  for (let at = from; at < length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at;
    if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return -1;
  }
  return -1;
}

/** The end of any value. White space between its parts is left to JSON.parse: ingest writes none. */
export function endOfValue(bytes: Uint8Array, from: number, depth = DEPTH): number {
  const byte = bytes[from];
  if (byte === QUOTE) return endOfString(bytes, from + 1);
  if (byte === OPEN) return depth === 0 ? -1 : endOfObject(bytes, from + 1, depth - 1);
  if (byte === OPEN_LIST) return depth === 0 ? -1 : endOfList(bytes, from + 1, depth - 1);
  if (byte === 0x74) return endOfWord(bytes, from, 'true');
  if (byte === 0x66) return endOfWord(bytes, from, 'false');
  if (byte === 0x6e) return endOfWord(bytes, from, 'null');
  return endOfNumber(bytes, from);
}

function endOfString(bytes: Uint8Array, from: number): number {
  const { length } = bytes;
  for (let at = from; at < length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at + 1;
    if (byte < 0x20) return -1;
    if (byte !== BACKSLASH) continue;
    at++;
    const escaped = bytes[at];
    if (escaped === undefined) return -1;
    if (escaped === 0x75) {
      for (const upTo = at + 4; at < upTo; at++) if (!isHex(bytes[at + 1])) return -1;
    } else if (!ESCAPED.includes(escaped)) return -1;
  }
  return -1;
}

const ESCAPED = Buffer.from('"\\/bfnrt');

const isHex = (byte: number | undefined): boolean =>
  byte !== undefined && (isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66));

function endOfObject(bytes: Uint8Array, from: number, depth: number): number {
  if (bytes[from] === CLOSE) return from + 1;
  for (let at = from; ; at++) {
    if (bytes[at] !== QUOTE) return -1;
    at = endOfString(bytes, at + 1);
    if (at < 0 || bytes[at] !== COLON) return -1;
    at = endOfValue(bytes, at + 1, depth);
    if (at < 0) return -1;
    if (bytes[at] === CLOSE) return at + 1;
    if (bytes[at] !== COMMA) return -1;
  }
}

function endOfList(bytes: Uint8Array, from: number, depth: number): number {
  if (bytes[from] === CLOSE_LIST) return from + 1;
  for (let at = from; ; at++) {
    at = endOfValue(bytes, at, depth);
    if (at < 0) return -1;
    if (bytes[at] === CLOSE_LIST) return at + 1;
    if (bytes[at] !== COMMA) return -1;
  }
}

function endOfWord(bytes: Uint8Array, from: number, word: string): number {
  return isText(bytes, from, word) ? from + word.length : -1;
}

function endOfNumber(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === 0x2d ? from + 1 : from;
  const whole = endOfDigits(bytes, at);
  if (whole === at || (bytes[at] === ZERO && whole > at + 1)) return -1;
  at = whole;
  if (bytes[at] === 0x2e) {
    const fraction = endOfDigits(bytes, at + 1);
    if (fraction === at + 1) return -1;
    at = fraction;
  }
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    const signed = bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d ? at + 2 : at + 1;
    const exponent = endOfDigits(bytes, signed);
    if (exponent === signed) return -1;
    at = exponent;
  }
  return at;
}

function endOfDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isDigit(bytes[at]!)) at++;
  return at;
}

export const isDigit = (byte: number): boolean => byte >= ZERO && byte <= 0x39;

/** Whether a text of ASCII stands there. */
export function isText(bytes: Uint8Array, from: number, text: string): boolean {
  if (from + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text.charCodeAt(i)) return false;
  return true;
}
