import { type Subject, subjectKind } from '../subject.ts';
import { Arena } from './arena.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { NameIndex } from './name-index.ts';
import { compareNames, Flag, isNamed, packName, unpackName } from './packed-name.ts';
import { packSubject, type Unpacked, unpackSubject } from './packed-subject.ts';
import { subjectHash } from './subject-hash.ts';
import { Words } from './words.ts';

/** One of each is enough for all lanes of a process: nothing is kept in them from one subject to the next but the words. */
const words = new Words();
const writer = new ByteWriter(words);
const reader = new ByteReader(words);

/** A state row that nobody has read yet. */
export interface Unread {
  readonly id: string;
  readonly offset: number;
  readonly state: string;
}

const takeUnread = (): Unread => {
  const id = unpackName(reader, reader.byte());
  return { id, offset: reader.difference(), state: reader.raw() };
};

/**
 * The subjects of a lane that nothing happens to: their bytes in an arena and the hashes of their names, outside the heap
 * (docs/adr/0020). Slots are given out by whoever keeps subjects at all.
 */
export class RestingSubjects {
  private readonly arena = new Arena();
  private readonly names = new NameIndex((slot, name) => {
    this.arena.find(slot);
    return isNamed(this.arena.bytes, this.arena.at, name);
  });
  private unreadCount = 0;
  /** The other one of two that are compared. */
  private readonly other: { bytes: Buffer; at: number } = { bytes: Buffer.alloc(0), at: 0 };

  /** How many they are. */
  get size(): number {
    return this.names.size;
  }

  /** Bytes that their packed forms take, with what is not in use. */
  get bytes(): number {
    return this.arena.size;
  }

  put(subject: Subject): void {
    packSubject(writer, subject);
    this.arena.put(subject.slot, writer.bytes, writer.length);
    this.names.add(subjectHash(subject.id), subject.slot);
  }

  /** Keeps a state row (JSON in UTF-8) as it is. */
  putUnread(slot: number, id: string, offset: number, state: Buffer): void {
    const kind = subjectKind(id);
    if (kind === undefined) throw new Error(`a state row names ${id}, which is neither an order nor a ticket`);
    writer.length = 0;
    packName(writer, id, kind, Flag.unread);
    writer.difference(offset);
    writer.raw(state);
    this.arena.put(slot, writer.bytes, writer.length);
    this.names.add(subjectHash(id), slot);
    this.unreadCount++;
  }

  /** How many are state rows still. */
  get unread(): number {
    return this.unreadCount;
  }

  isUnread(slot: number): boolean {
    return this.arena.find(slot) && (this.arena.bytes[this.arena.at]! & Flag.unread) !== 0;
  }

  /** The slot of the one with that name, or -1. */
  find(id: string): number {
    return this.names.size === 0 ? -1 : this.names.find(subjectHash(id), id);
  }

  has(slot: number): boolean {
    return this.arena.has(slot);
  }

  /** Takes the one of a slot out, as it was put; undefined when there is none. */
  take(slot: number): Unpacked | Unread | undefined {
    if (!this.arena.find(slot)) return undefined;
    const isUnread = this.isUnread(slot);
    reader.read(this.arena.bytes, this.arena.at);
    const unpacked = isUnread ? takeUnread() : unpackSubject(reader);
    if (isUnread) this.unreadCount--;
    this.names.remove(subjectHash(unpacked.id), slot);
    this.arena.free(slot);
    return unpacked;
  }

  nameOf(slot: number): string {
    this.arena.find(slot);
    reader.read(this.arena.bytes, this.arena.at);
    return unpackName(reader, reader.byte());
  }

  /** Negative when the name of the first one comes first, as strings are compared. Both are at rest. */
  compare(a: number, b: number): number {
    const { arena, other } = this;
    arena.find(b);
    other.bytes = arena.bytes;
    other.at = arena.at;
    arena.find(a);
    return compareNames(arena.bytes, arena.at, other.bytes, other.at);
  }
}
