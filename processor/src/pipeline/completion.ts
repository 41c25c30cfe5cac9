import type { LogRecord } from '@belfry/ingest/log';
import type { Fact } from '../domain/clock/facts/fact.ts';
import type { Subject } from '../domain/clock/subject.ts';
import { decodeEvent } from './decode/decode-event.ts';
import type { ArchiveWish } from './fold.ts';

/**
 * Facts keep only the fields that policies named when they were read. A subject that is to be judged under a policy that
 * names others gets them from the bytes of its events, which the archive holds (DESIGN, Judgement): they are a function
 * of the log as the facts are, so nothing but the log has its say (law 1).
 */
export class Completion implements ArchiveWish {
  private readonly wanting = new Map<string, Subject>();
  private readonly keeps: ReadonlySet<string>;
  /** The facts that have not been met in the archive yet, by subject and offset. */
  private readonly missing = new Set<string>();

  /** @param keeps the top-level keys of data that facts keep from now on. */
  constructor(subjects: readonly Subject[], keeps: ReadonlySet<string>) {
    this.keeps = keeps;
    for (const subject of subjects) {
      this.wanting.set(subject.id, subject);
      for (const { offset } of subject.facts) this.missing.add(placeOf(subject.id, offset));
      for (const { fact } of subject.held) this.missing.add(placeOf(subject.id, fact.offset));
    }
  }

  get subjects(): readonly string[] {
    return [...this.wanting.keys()];
  }

  /** Takes an archived event; those that are no facts (told twice, quarantined, or later than the policy) are passed by. */
  take(record: LogRecord): void {
    const subject = this.wanting.get(record.key);
    if (subject === undefined) return;
    const decoded = decodeEvent(record, this.keeps);
    if ('code' in decoded) return;
    const whole = (fact: Fact): Fact => (fact.offset === record.offset ? decoded.fact : fact);
    subject.facts = subject.facts.map(whole);
    subject.held = subject.held.map(({ importid, fact }) => ({ importid, fact: whole(fact) }));
    this.missing.delete(placeOf(subject.id, record.offset));
  }

  /** @throws when an event is not in the archive: judging without its fields would be judging something else. */
  check(): void {
    const [lost] = this.missing;
    if (lost === undefined) return;
    throw new Error(`the event of ${lost} is not in table events, though it was stored there: restore the table`);
  }
}

/** Facts of a subject are complete for the rules that it pins; whether they are for these as well. */
export const isComplete = (subject: Subject, keeps: ReadonlySet<string>): boolean =>
  // What is kept only ever grows, so that more of it means other fields.
  subject.rules.keeps.size >= keeps.size;

const placeOf = (subject: string, offset: number): string => `${subject} at offset ${offset}`;
