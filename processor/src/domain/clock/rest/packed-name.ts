import type { SubjectKind } from '../judge/judgement.ts';
import type { ByteReader } from './byte-reader.ts';
import { type ByteWriter, isNarrow } from './byte-writer.ts';

/**
 * A packed subject begins with its name: a byte of flags, how many units its name has behind `order/` or `ticket/`, and
 * these, in one byte each if all of them fit, else in two. So names are compared where they lie.
 */
export const Flag = { ticket: 1, wideName: 2, more: 4, unread: 8 } as const;

const PREFIX: Readonly<Record<SubjectKind, string>> = { order: 'order/', ticket: 'ticket/' };

export const kindOf = (flags: number): SubjectKind => ((flags & Flag.ticket) === 0 ? 'order' : 'ticket');

/** @param flags what else is to be said of the subject. */
export function packName(writer: ByteWriter, id: string, kind: SubjectKind, flags: number): void {
  const name = id.slice(PREFIX[kind].length);
  const isWide = !isNarrow(name);
  writer.byte(flags | (kind === 'ticket' ? Flag.ticket : 0) | (isWide ? Flag.wideName : 0));
  writer.whole(name.length);
  writer.units(name, isWide);
}

export function unpackName(reader: ByteReader, flags: number): string {
  const length = reader.whole();
  return PREFIX[kindOf(flags)] + reader.units(length, (flags & Flag.wideName) !== 0);
}

/** Whether the packed subject that begins there has that name. */
export function isNamed(bytes: Buffer, at: number, id: string): boolean {
  const flags = bytes[at]!;
  const prefix = PREFIX[kindOf(flags)];
  const length = lengthAt(bytes, at + 1);
  if (id.length !== prefix.length + length || !id.startsWith(prefix)) return false;
  const from = at + 1 + widthOf(length);
  const isWide = (flags & Flag.wideName) !== 0;
  for (let n = 0; n < length; n++) {
    if (unitAt(bytes, from, n, isWide) !== id.charCodeAt(prefix.length + n)) return false;
  }
  return true;
}

/** Negative when the name of the packed subject at `a` comes before that at `b`, as strings are compared: unit by unit. */
export function compareNames(aBytes: Buffer, a: number, bBytes: Buffer, b: number): number {
  const aFlags = aBytes[a]!;
  const bFlags = bBytes[b]!;
  if ((aFlags & Flag.ticket) !== (bFlags & Flag.ticket)) return (aFlags & Flag.ticket) - (bFlags & Flag.ticket);
  const aLength = lengthAt(aBytes, a + 1);
  const bLength = lengthAt(bBytes, b + 1);
  const aFrom = a + 1 + widthOf(aLength);
  const bFrom = b + 1 + widthOf(bLength);
  const aIsWide = (aFlags & Flag.wideName) !== 0;
  const bIsWide = (bFlags & Flag.wideName) !== 0;
  const shared = Math.min(aLength, bLength);
  for (let n = 0; n < shared; n++) {
    const difference = unitAt(aBytes, aFrom, n, aIsWide) - unitAt(bBytes, bFrom, n, bIsWide);
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}

function unitAt(bytes: Buffer, from: number, n: number, isWide: boolean): number {
  return isWide ? bytes[from + 2 * n]! | (bytes[from + 2 * n + 1]! << 8) : bytes[from + n]!;
}

/** As `ByteWriter.whole` writes it. */
function lengthAt(bytes: Buffer, from: number): number {
  let length = 0;
  for (let at = from, shift = 0; ; at++, shift += 7) {
    length |= (bytes[at]! & 0x7f) << shift;
    if (bytes[at]! < 0x80) return length;
  }
}

/** How many bytes a length takes. */
function widthOf(length: number): number {
  let width = 1;
  for (let rest = length; rest >= 0x80; rest >>>= 7) width++;
  return width;
}
