/**
 * Finds where the elements of a JSON text begin and end, and how deep each is nested, without building anything. So the
 * log gets each event's own bytes (numbers beyond 2^53 and all), and a body that is nested to do harm is refused before
 * a parser sees it. It does not check the grammar: JSON.parse of a slice does.
 */
export interface JsonSlice {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** 0 for a bare value, 1 for `{}`, 2 for `{"a":{}}`. */
  readonly depth: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const CLOSE_ARRAY = 0x5d;
const CLOSE_OBJECT = 0x7d;

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Whether the text's first character that is no white space opens an array. */
export function opensArray(text: Uint8Array): boolean {
  let at = 0;
  while (isSpace(text[at])) at += 1;
  return text[at] === OPEN_ARRAY;
}

/** The whole text as one slice, without white space around it. */
export function wholeSlice(text: Uint8Array, start = 0, end = text.length): JsonSlice {
  let depth = 0;
  let deepest = 0;
  for (let at = start; at < end; at += 1) {
    const byte = text[at]!;
    if (byte === QUOTE) at = endOfString(text, at, end);
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth -= 1;
  }
  return { ...trimmed(text, start, end), depth: deepest };
}

/**
 * The elements of the array that the text is.
 * @param most stops after this many and one more: whoever asked refuses the rest unread.
 * @returns undefined if brackets do not match or something stands behind the array.
 */
export function elementSlices(text: Uint8Array, most: number): JsonSlice[] | undefined {
  const { start, end } = trimmed(text, 0, text.length);
  if (text[start] !== OPEN_ARRAY) return undefined;
  const slices: JsonSlice[] = [];
  let from = start + 1;
  let depth = 0;
  let deepest = 0;
  for (let at = start + 1; at < end; at += 1) {
    const byte = text[at]!;
    if (byte === QUOTE) at = endOfString(text, at, end);
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (depth === 0 && (byte === COMMA || byte === CLOSE_ARRAY)) {
      const slice = { ...trimmed(text, from, at), depth: deepest };
      const nothingInside = byte === CLOSE_ARRAY && slices.length === 0 && slice.start === slice.end;
      if (!nothingInside) slices.push(slice);
      if (byte === CLOSE_ARRAY) return at === end - 1 ? slices : undefined;
      if (slices.length > most) return slices;
      from = at + 1;
      deepest = 0;
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
      depth -= 1;
      if (depth < 0) return undefined;
    }
  }
  return undefined;
}

/** The index of the quote that ends the string, or of the last byte if none does. */
function endOfString(text: Uint8Array, open: number, end: number): number {
  for (let at = open + 1; at < end; at += 1) {
    const byte = text[at];
    if (byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) return at;
  }
  return end;
}

function trimmed(text: Uint8Array, start: number, end: number): { start: number; end: number } {
  let from = start;
  let to = end;
  while (from < to && isSpace(text[from])) from += 1;
  while (to > from && isSpace(text[to - 1])) to -= 1;
  return { start: from, end: to };
}
