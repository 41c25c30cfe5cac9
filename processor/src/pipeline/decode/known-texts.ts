import { isText } from './json-bytes.ts';

const SLOTS = 1024;

/**
 * Texts that come again and again (names of types, fields, partners, carriers): the same bytes give the same string, so
 * that it is made once, and a million subjects share it. A fixed table in which a newcomer takes the place of whoever
 * has its slot: what it costs does not grow, whatever comes.
 */
export class KnownTexts {
  private readonly texts: string[] = new Array<string>(SLOTS).fill('');
  private readonly make: (text: string) => string;

  /** @param make a last touch to a string that is new. */
  constructor(make: (text: string) => string = (text) => text) {
    this.make = make;
  }

  /** The text of bytes that are all ASCII. */
  at(bytes: Buffer, from: number, to: number): string {
    let hash = to - from;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.texts[slot]!;
    if (known.length === to - from && isText(bytes, from, known)) return known;
    const text = this.make(bytes.toString('latin1', from, to));
    this.texts[slot] = text;
    return text;
  }
}
