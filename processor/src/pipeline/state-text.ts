import type { Fact } from '../domain/clock/facts/fact.ts';
import { storeSubject } from '../domain/clock/stored-subject.ts';
import type { Subject } from '../domain/clock/subject.ts';
import { JsonWriter } from './json-writer.ts';

const COMMA = 0x2c;

/**
 * The state row of a subject, written as bytes. Nearly all subjects are their facts and what was told of their clocks, and
 * most of a commit's time went into making texts of these which were copied once more; `storeSubject` says what is written,
 * and writes whatever has more to it. That both write the same is a property test.
 */
export class StateText {
  private readonly json = new JsonWriter();

  /** Good until the next call. */
  of(subject: Subject): Buffer {
    const { json } = this;
    const { facts, told } = subject;
    json.begin();
    if (subject.held.length + subject.gone.length > 0 || subject.quietUntil > 0) {
      json.raw(storeSubject(subject));
      return json.view();
    }
    json.raw('{"pin":');
    json.int(subject.rules.pin);
    json.raw(',"facts":[');
    for (let n = 0; n < facts.length; n++) {
      if (n > 0) json.byte(COMMA);
      this.fact(facts[n]!);
    }
    json.byte(0x5d);
    if (told.size > 0) {
      json.raw(',"told":{');
      let first = true;
      for (const [key, clock] of told) {
        if (!first) json.byte(COMMA);
        first = false;
        json.text(key);
        json.byte(0x3a);
        json.object(clock);
      }
      json.byte(0x7d);
    }
    json.byte(0x7d);
    return json.view();
  }

  private fact({ hash, type, time, offset, data }: Fact): void {
    const { json } = this;
    json.byte(0x5b);
    json.int(hash);
    json.byte(COMMA);
    json.text(type);
    json.byte(COMMA);
    json.int(time);
    json.byte(COMMA);
    json.int(offset);
    json.byte(COMMA);
    json.object(data);
    json.byte(0x5d);
  }
}
