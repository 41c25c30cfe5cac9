import type { Fact } from '../facts/fact.ts';
import type { SubjectKind } from '../judge/judgement.ts';
import type { HeldFact, Subject } from '../subject.ts';
import type { Told } from '../tell/told.ts';
import type { ClockRow } from '../write/rows.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { Flag, kindOf, packName, unpackName } from './packed-name.ts';

/** What a subject is that cannot be worked out from the rest; all of it is packed, and comes back as it was. */
export interface Unpacked {
  readonly id: string;
  readonly kind: SubjectKind;
  readonly pin: number;
  readonly offset: number;
  readonly facts: readonly Fact[];
  /** undefined of nearly all subjects: those that are their facts and nothing else. */
  readonly more: More | undefined;
}

export interface More {
  readonly held: readonly HeldFact[];
  readonly told: ReadonlyMap<string, Told>;
  readonly gone: readonly ClockRow[];
  readonly quietUntil: number;
  readonly live: readonly string[];
}

export function packSubject(writer: ByteWriter, subject: Subject): void {
  const { id, kind, rules, offset, facts } = subject;
  const isMore = hasMore(subject);
  writer.length = 0;
  packName(writer, id, kind, isMore ? Flag.more : 0);
  writer.whole(rules.pin);
  writer.whole(facts.length);
  let [time, told] = [0, 0];
  for (const fact of facts) {
    packFact(writer, fact, time, told);
    time = fact.time;
    told = fact.offset;
  }
  writer.difference(offset - told);
  if (isMore) packMore(writer, subject);
}

export function unpackSubject(reader: ByteReader): Unpacked {
  const flags = reader.byte();
  const id = unpackName(reader, flags);
  const pin = reader.whole();
  const facts = new Array<Fact>(reader.whole());
  let [time, told] = [0, 0];
  for (let n = 0; n < facts.length; n++) {
    const fact = unpackFact(reader, time, told);
    facts[n] = fact;
    time = fact.time;
    told = fact.offset;
  }
  const offset = told + reader.difference();
  const more = (flags & Flag.more) === 0 ? undefined : unpackMore(reader);
  return { id, kind: kindOf(flags), pin, offset, facts, more };
}

const hasMore = ({ held, told, gone, quietUntil, live }: Subject): boolean =>
  held.length + told.size + gone.length + live.length > 0 || quietUntil !== 0;

function packMore(writer: ByteWriter, { held, told, gone, quietUntil, live }: Subject): void {
  writer.whole(held.length);
  for (const { importid, fact } of held) {
    writer.text(importid);
    packFact(writer, fact, 0, 0);
  }
  writer.value([[...told], gone, quietUntil, live]);
}

function unpackMore(reader: ByteReader): More {
  const held = Array.from({ length: reader.whole() }, () => {
    const importid = reader.text();
    return { importid, fact: unpackFact(reader, 0, 0) };
  });
  const [told, gone, quietUntil, live] = reader.value() as [[string, Told][], ClockRow[], number, string[]];
  return { held, told: new Map(told), gone, quietUntil, live };
}

/** Facts of a subject are near each other: instants (ms UTC) and offsets are written as what they differ from the last. */
function packFact(writer: ByteWriter, fact: Fact, time: number, offset: number): void {
  writer.hash(fact.hash);
  writer.text(fact.type);
  writer.difference(fact.time - time);
  writer.difference(fact.offset - offset);
  writer.fields(fact.data);
}

function unpackFact(reader: ByteReader, time: number, offset: number): Fact {
  return {
    hash: reader.hash(),
    type: reader.text(),
    time: time + reader.difference(),
    offset: offset + reader.difference(),
    data: reader.fields(),
  };
}
