import { readFileSync } from 'node:fs';
import { encodeTick } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import type { ClockSignal } from '../../processor/src/contract/index.ts';
import type { ClockRow } from '../../processor/src/domain/clock/write/rows.ts';
import { parsePack } from '../../processor/src/domain/policy/parse-pack.ts';
import { tellProblem } from '../../processor/src/domain/policy/problem.ts';
import { EventsFold } from '../../processor/src/pipeline/events-fold.ts';
import { flushWhole } from '../../processor/src/pipeline/flush-whole.ts';
import { Horizon } from '../../processor/src/pipeline/horizon.ts';
import { NO_EFFECTS } from '../../processor/src/pipeline/no-effects.ts';

/** When packs of the tests are published, and how far their calendars reach. */
export const PUBLISHED = Date.parse('2026-11-01T00:00:00Z');

const encoded = new Map<string, Buffer>();

/** A pack of `processor/policies`, or a file by its URL, as it stands in the log. */
function policyRecord(pack: string): Buffer {
  let record = encoded.get(pack);
  if (record === undefined) {
    const url = pack.includes(':') ? pack : new URL(`../../processor/policies/${pack}.yaml`, import.meta.url);
    const source = readFileSync(new URL(url), 'utf8');
    const parsed = parsePack(source, pack, PUBLISHED);
    if ('problems' in parsed) throw new Error(parsed.problems.map(tellProblem).join('\n'));
    record = Buffer.from(JSON.stringify({ hash: parsed.hash, number: null, source: '', compiled: parsed.compiled }));
    encoded.set(pack, record);
  }
  return record;
}

/**
 * One subject's life under packs, told through the real fold on a clock of its own. Events are appended when they happen;
 * a tick at an instant fires what lies more than the grace of two seconds before it.
 */
export class PackTimeline {
  readonly signals: ClockSignal[] = [];
  private readonly fold = new EventsFold(0);
  private readonly horizon = new Horizon();
  private subject: string;
  private readonly rows = new Map<string, ClockRow>();
  private offset = 0;

  constructor(packs: readonly string[], subject: string) {
    this.subject = subject;
    for (const pack of packs) this.append('policy', '', policyRecord(pack), PUBLISHED);
  }

  /** @param at when it happens, ISO 8601. @param appended when the log takes it: at once unless it is told late. */
  tell(type: string, at: string, data: Readonly<Record<string, unknown>> = {}, appended = at): this {
    const event = {
      specversion: '1.0',
      id: `${this.offset}`,
      source: 'test',
      type,
      subject: this.subject,
      time: at,
      data,
    };
    this.append('event', this.subject, Buffer.from(JSON.stringify(event)), Date.parse(appended));
    return this;
  }

  /** Goes on with another subject of the same lane. */
  about(subject: string): this {
    this.subject = subject;
    return this;
  }

  tick(at: string): this {
    this.append('tick', '', encodeTick({ at: Date.parse(at), by: 'test' }), Date.parse(at));
    return this;
  }

  /** Ticks as their owner would: whenever something is due, and at the end. */
  run(until: string): this {
    const end = Date.parse(until);
    for (let due = this.fold.nextDue(); due < end; due = this.fold.nextDue())
      this.tick(new Date(due + 1).toISOString());
    return this.tick(until);
  }

  /** What was said, as `kind step instant`. */
  said(promise?: string): string[] {
    return this.signals
      .filter((signal) => promise === undefined || signal.promise === promise)
      .map(({ kind, step, at }) => `${kind} ${step} ${new Date(at).toISOString()}`);
  }

  /** The promises that have a clock, on whichever subject. */
  promises(): string[] {
    return [...new Set(this.flush().map(({ promise }) => promise))].sort();
  }

  clock(promise: string, cycle = 1): ClockRow {
    const row = this.flush().find(
      (each) => each.subject === this.subject && each.promise === promise && each.cycle === cycle,
    );
    if (row === undefined) throw new Error(`${this.subject} has no clock ${promise}, cycle ${cycle}`);
    return row;
  }

  private flush(): ClockRow[] {
    flushWhole(this.fold, {
      clock: (row) => this.rows.set(`${row.subject} ${row.promise} ${row.cycle}`, row),
      state: () => undefined,
    });
    return [...this.rows.values()];
  }

  private append(kind: LogRecord['kind'], key: string, value: Buffer, appendTime: number): void {
    const record: LogRecord = { partition: 0, offset: this.offset++, appendTime, kind, key, value };
    this.horizon.take(record);
    const rest = this.fold.apply(record, this.horizon, {
      ...NO_EFFECTS,
      signal: (signal) => this.signals.push(signal as ClockSignal),
      quarantine: (row) => {
        throw new Error(`quarantined: ${row.reason}`);
      },
    });
    if (rest !== undefined) while (!rest.next().done);
  }
}
