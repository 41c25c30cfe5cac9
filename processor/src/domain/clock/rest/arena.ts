import { PagedInts } from './paged.ts';

/** Bytes of a segment, and its words: what is kept begins at a whole word. */
const SEGMENT_BYTES = 64 * 1024;
const SEGMENT_WORDS = SEGMENT_BYTES / 4;
/** Before the bytes of each record stand its slot and the number of its bytes, a word each. */
const HEAD_WORDS = 2;
/** So many records of a segment that is half empty are looked at whenever something is put or freed. */
const MOVED_AT_ONCE = 8;
/** What the bytes of freed segments are kept for: the next ones. */
const SPARES = 4;

interface Segment {
  readonly bytes: Buffer;
  readonly words: Uint32Array;
  /** Words that were given out. */
  used: number;
  /** Of these, the words that still hold something. */
  live: number;
}

/**
 * Keeps a record of bytes for each of many slots, outside the heap. Records are written one behind the other into big
 * segments. A segment of which nothing is live any more is given back whole; one that is half empty is emptied, some
 * records at a time: they are written again behind the last one. So at most half of what is taken is not in use, but for
 * a few segments in work, however long the arena lives.
 */
export class Arena {
  /** Where the record of each slot begins: its word among all words of all segments, plus 1; 0 is none. */
  private readonly places = new PagedInts();
  private readonly segments: (Segment | undefined)[] = [];
  private readonly unusedNumbers: number[] = [];
  private readonly spares: Segment[] = [];
  private current = -1;
  /** The segments that are half empty, and how far the first of them has been gone through, in words. */
  private readonly sparse: number[] = [];
  private gone = 0;

  /** What `find` found: the bytes begin at `at`. Good until the next record is put or freed. */
  bytes: Buffer = Buffer.alloc(0);
  at = 0;

  has(slot: number): boolean {
    return this.places.get(slot) !== 0;
  }

  /** Answers whether there is a record; `bytes` and `at` say where. */
  find(slot: number): boolean {
    const place = this.places.get(slot);
    if (place === 0) return false;
    this.bytes = this.segments[segmentOf(place)]!.bytes;
    this.at = (wordOf(place) + HEAD_WORDS) * 4;
    return true;
  }

  /** Keeps the first bytes of a buffer for a slot that has none. */
  put(slot: number, from: Buffer, length: number): void {
    const words = HEAD_WORDS + ((length + 3) >>> 2);
    const number = this.segmentWith(words);
    const segment = this.segments[number]!;
    const word = segment.used;
    segment.words[word] = slot;
    segment.words[word + 1] = length;
    from.copy(segment.bytes, (word + HEAD_WORDS) * 4, 0, length);
    this.take(segment, words);
    this.places.set(slot, placeOf(number, word));
    this.tidy();
  }

  free(slot: number): void {
    const place = this.places.get(slot);
    if (place === 0) return;
    this.places.set(slot, 0);
    const number = segmentOf(place);
    const segment = this.segments[number]!;
    this.give(number, segment, wordsOf(segment, wordOf(place)));
    this.tidy();
  }

  /** All bytes that are taken, in use or not. */
  get size(): number {
    let bytes = 0;
    for (const segment of this.segments) if (segment !== undefined) bytes += segment.bytes.length;
    return bytes + this.spares.length * SEGMENT_BYTES;
  }

  /** The number of a segment that has room for so many words. A record that is larger than a segment gets its own. */
  private segmentWith(words: number): number {
    if (words > SEGMENT_WORDS) return this.begin(words);
    const known = this.segments[this.current];
    if (known !== undefined && known.used + words <= SEGMENT_WORDS) return this.current;
    const before = this.current;
    this.current = this.begin(SEGMENT_WORDS);
    if (known !== undefined) this.look(before, known);
    return this.current;
  }

  private begin(words: number): number {
    const number = this.unusedNumbers.pop() ?? this.segments.length;
    const spare = words === SEGMENT_WORDS ? this.spares.pop() : undefined;
    this.segments[number] = spare ?? newSegment(words);
    return number;
  }

  private take(segment: Segment, words: number): void {
    segment.used += words;
    segment.live += words;
  }

  private give(number: number, segment: Segment, words: number): void {
    segment.live -= words;
    if (number !== this.current) this.look(number, segment, words);
  }

  /** @param freed the words that have just been freed of it: it becomes half empty once. */
  private look(number: number, segment: Segment, freed = segment.used): void {
    if (segment.live === 0) this.release(number, segment);
    else if (isSparse(segment.live) && !isSparse(segment.live + freed)) this.sparse.push(number);
  }

  private release(number: number, segment: Segment): void {
    this.segments[number] = undefined;
    this.unusedNumbers.push(number);
    const waits = this.sparse.indexOf(number);
    if (waits >= 0) this.sparse.splice(waits, 1);
    if (waits === 0) this.gone = 0;
    if (segment.words.length !== SEGMENT_WORDS || this.spares.length === SPARES) return;
    segment.used = 0;
    this.spares.push(segment);
  }

  /** Goes on emptying the first of the segments that are half empty. */
  private tidy(): void {
    for (let n = 0; n < MOVED_AT_ONCE && this.sparse.length > 0; n++) {
      const number = this.sparse[0]!;
      const segment = this.segments[number]!;
      const word = this.gone;
      const words = wordsOf(segment, word);
      this.gone += words;
      const slot = segment.words[word]!;
      if (this.places.get(slot) !== placeOf(number, word)) continue;
      const into = this.segmentWith(words);
      const { words: target, used } = this.segments[into]!;
      target.set(segment.words.subarray(word, word + words), used);
      this.take(this.segments[into]!, words);
      this.places.set(slot, placeOf(into, used));
      this.give(number, segment, words);
    }
  }
}

function newSegment(words: number): Segment {
  const buffer = new ArrayBuffer(words * 4);
  return { bytes: Buffer.from(buffer), words: new Uint32Array(buffer), used: 0, live: 0 };
}

const isSparse = (live: number): boolean => live * 2 < SEGMENT_WORDS;

const placeOf = (segment: number, word: number): number => segment * SEGMENT_WORDS + word + 1;
const segmentOf = (place: number): number => Math.floor((place - 1) / SEGMENT_WORDS);
const wordOf = (place: number): number => (place - 1) % SEGMENT_WORDS;

const wordsOf = ({ words }: Segment, word: number): number => HEAD_WORDS + ((words[word + 1]! + 3) >>> 2);
