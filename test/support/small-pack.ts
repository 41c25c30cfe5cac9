import type { LogRecord } from '../../ingest/src/log/event-log.ts';
import type { CompiledPack, CompiledPromise } from '../../processor/src/domain/policy/compiled.ts';

const MINUTE = 60_000;

/** A pack of one promise, "ship within so many minutes", and the KPI that counts it. */
export function smallPack(minutes: number, over: Partial<CompiledPack> = {}): CompiledPack {
  const promise: CompiledPromise = {
    id: 'test/ship',
    title: 'Ship',
    subject: 'order',
    kind: 'contractual',
    start: { on: ['order.opened'] },
    stop: { on: ['order.shipped'] },
    cancel: { on: ['order.cancelled'] },
    rows: [
      {
        name: 'all',
        target: { kind: 'elapsed', ms: minutes * MINUTE },
        team: '',
        action: '',
        urgent: false,
        provenance: '',
      },
    ],
    ladder: [],
    provenance: '',
  };
  return {
    pack: 'test',
    title: 'Test',
    description: '',
    effective: 0,
    applies: 'new',
    calendars: {},
    zones: { UTC: { name: 'UTC', offsets: [0, 0] } },
    partners: [],
    promises: [promise],
    kpis: [
      {
        id: 'test/in-time',
        title: 'In time',
        subject: 'order',
        population: { kind: 'promise', promise: 'test/ship' },
        counts: { kind: 'kept' },
        good: 'high',
        cohort: { kind: 'due' },
        excludes: [],
        windows: [{ name: '7d', span: { kind: 'days', days: 7, lag: 0 } }],
        rings: ['7d'],
        judged: '7d',
        settles: 0,
        minimumVolume: 1,
        limits: [{ warn: { rate: 0.95 }, block: { rate: 0.9 }, recover: { rate: 0.95 } }],
        provenance: '',
      },
    ],
    fields: [],
    ...over,
  };
}

/** Records of one lane, each at the next offset; times and append times are ms UTC. */
export class LaneRecords {
  private offset = 0;

  policy(pack: CompiledPack, appendTime: number): LogRecord {
    const hash = `hash ${this.offset}`;
    return this.record('policy', '', { hash, number: null, source: '', compiled: pack }, appendTime);
  }

  event(subject: string, type: string, time: number, appendTime = time, over: Record<string, unknown> = {}): LogRecord {
    const id = `${subject} ${type} ${time}`;
    const event = { specversion: '1.0', id, source: 's', type, subject, time: new Date(time).toISOString(), ...over };
    return this.record('event', subject, event, appendTime);
  }

  tick(at: number, appendTime = at): LogRecord {
    return this.record('tick', '', { at, by: 'x' }, appendTime);
  }

  release(importid: string, appendTime: number): LogRecord {
    return this.record('release', '', { importid }, appendTime);
  }

  record(kind: LogRecord['kind'], key: string, value: unknown, appendTime: number): LogRecord {
    const bytes = Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value));
    return { partition: 0, offset: this.offset++, appendTime, kind, key, value: bytes };
  }
}
