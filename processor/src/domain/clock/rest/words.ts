/** So many texts have a number at most: a process that reads millions of different ones must not keep them all. */
const MOST_WORDS = 1 << 15;
/** Longer texts are hardly ever told twice. */
const LONGEST = 40;
/** A text gets its number when it is met for the third time. */
const SIGHTINGS = 3;
const CELLS = 1 << 16;

/**
 * The texts that subjects have in common (types of events, names of fields, partners, carriers), each with a number. A
 * number is good within this process only, and for as long as it lives: nobody counts who still uses it.
 */
export class Words {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];
  /** How often texts of each hash were met lately. Two texts of one hash at worst get a number too early. */
  private readonly met = new Uint8Array(CELLS);
  private meetings = 0;

  /** The number of a text that is worth one, else -1. */
  numberOf(text: string): number {
    if (text.length > LONGEST) return -1;
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    if (this.texts.length === MOST_WORDS || this.meet(text) < SIGHTINGS) return -1;
    this.numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  textOf(number: number): string {
    return this.texts[number]!;
  }

  /** Answers how often it was met of late. */
  private meet(text: string): number {
    // What each order has of its own, as its parcel's number, would otherwise fill the cells in time.
    if (++this.meetings === CELLS) {
      this.met.fill(0);
      this.meetings = 0;
    }
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    const cell = (hash ^ (hash >>> 16)) & (CELLS - 1);
    return ++this.met[cell]!;
  }
}
