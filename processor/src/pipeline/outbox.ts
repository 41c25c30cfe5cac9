import { decodeRelease } from '@belfry/ingest/contract';
import type { LogName, LogRecord } from '@belfry/ingest/log';
import {
  encodeBeat,
  encodeHeard,
  encodeIncident,
  encodeNotification,
  encodeSaid,
  encodeSignal,
  isKpiSignal,
  isNotice,
  type Notice,
  type Signal,
  type Total,
} from '../contract/index.ts';
import { cellKey } from './cell-key.ts';
import type { Effects, StateSink } from './fold.ts';
import type { Horizon } from './horizon.ts';
import { IncidentRows } from './incident-rows.ts';
import type { Publisher } from './publisher.ts';
import { type SealedRows, seal, writerOf } from './tables.ts';

/** Where a lane stands when its rows are sealed. */
export interface Position {
  readonly log: LogName;
  readonly lane: number;
  readonly nextOffset: number;
  readonly highestAppend: number;
  readonly horizon: number;
  readonly extent: string;
}

/** What an effect is caused by. */
export interface EffectSource {
  readonly log: LogName;
  readonly lane: number;
  readonly horizon: Horizon;
  /** The record that is being applied: its offset, and its append time in ms UTC. */
  offset: number;
  appendTime: number;
}

/**
 * What the lanes of this process have caused and not yet stored: rows are encoded as they come, messages go on to the
 * publisher. All lanes share one, so that a commit is one INSERT a table.
 */
export class Outbox {
  private readonly generation: number;
  private readonly publisher: Publisher;
  private readonly events = writerOf('events');
  private readonly signals = writerOf('signals');
  private readonly deltas = writerOf('kpi_deltas');
  private readonly totals = writerOf('kpi_totals');
  private readonly lastTotals = new Map<string, { readonly lane: number; readonly total: Total }>();
  private readonly policies = writerOf('policies');
  private readonly taken = writerOf('policies_taken');
  private readonly released = writerOf('imports_released');
  private readonly ratings = writerOf('ratings');
  private readonly quarantine = writerOf('quarantine');
  private readonly incidents: IncidentRows;

  constructor(generation: number, publisher: Publisher) {
    this.generation = generation;
    this.publisher = publisher;
    this.incidents = new IncidentRows(generation);
  }

  /** Rows that wait to be stored. */
  get rows(): number {
    return (
      this.events.rows +
      this.signals.rows +
      this.deltas.rows +
      this.lastTotals.size +
      this.quarantine.rows +
      this.incidents.rows
    );
  }

  /** What they take, but for totals, of which there is one a cell. */
  get bytes(): number {
    const { events, signals, deltas, quarantine, incidents } = this;
    return events.bytes + signals.bytes + deltas.bytes + quarantine.bytes + incidents.bytes;
  }

  /** Keeps an event's bytes, with the lane's horizon before it. */
  archive(record: LogRecord, horizon: number): void {
    this.events
      .u32(this.generation)
      .u16(record.partition)
      .str(record.key)
      .i64(record.offset)
      .i64(record.appendTime)
      .i64(horizon)
      .buf(record.value)
      .end();
  }

  /** Notes at which record a lane let an import go: whoever explains a subject judges it again as it was judged then. */
  release(record: LogRecord, horizon: number): void {
    const { importid } = decodeRelease(record.value);
    this.released.u32(this.generation).u16(record.partition).str(importid);
    this.released.i64(record.offset).i64(record.appendTime).i64(horizon).end();
  }

  effectsOf(source: EffectSource): Effects {
    const { generation, publisher } = this;
    const { log, lane, horizon } = source;
    return {
      signal: (signal) => {
        const body = encodeSignal(signal);
        publisher.signal(signal, body);
        this.writeSignal(log, signal, body);
      },
      delta: (delta) => {
        publisher.delta(lane, delta);
        const { kpi, partner, market, carrier, channel, bucket, offset, subject, num, den, quiet, at, cause } = delta;
        this.deltas.u32(generation).str(kpi).str(partner).str(market).str(carrier).str(channel).i32(bucket);
        this.deltas.u16(lane).i64(offset).str(subject).i32(num).i32(den).i64(at);
        this.deltas.str(cause).bool(quiet).end();
      },
      total: (total, includes) => {
        publisher.total(lane, horizon, total, includes);
        // Of several changes of a cell within a commit only the last would be read.
        this.lastTotals.set(cellKey(total), { lane, total });
      },
      quarantine: ({ offset, appendTime, key, code, reason, bytes }) => {
        this.quarantine.u32(generation).str(log).u16(lane).i64(offset).i64(appendTime);
        this.quarantine.str(key).str(code).str(reason).buf(bytes).end();
      },
      rating: ({ subject, offset, at, score, scale }) => {
        this.ratings.u32(generation).u16(lane).str(subject).i64(offset).i64(at).f64(score).f64(scale).end();
      },
      policy: (number, record) => {
        // As every partition but the first carries it, so that each lane writes the same row.
        const body = JSON.stringify({ ...record, number });
        this.policies.u32(generation).i64(number).str(record.hash).str(record.compiled.pack).str(body).end();
        this.taken.u32(generation).str(log).u16(lane).i64(number);
        this.taken.i64(source.offset).i64(source.appendTime).i64(horizon.at).end();
      },
      said: (said) => publisher.message('signals', { key: said.event.subject, kind: 'said', value: encodeSaid(said) }),
      beat: (beat) => publisher.message('signals', { key: '', kind: 'beat', value: encodeBeat(beat) }),
      heard: (heard) => publisher.message('signals', { key: heard.source, kind: 'heard', value: encodeHeard(heard) }),
      incident: (incident) => {
        publisher.message('signals', { key: incident.id, kind: 'incident', value: encodeIncident(incident) });
        this.incidents.incident(incident);
      },
      notification: (notification) => {
        const value = encodeNotification(notification);
        publisher.message('deliveries', { key: notification.hook, kind: 'notification', value });
      },
      item: (item, offset) => this.incidents.item(item, offset),
      silence: (silence, offset) => this.incidents.silence(silence, offset),
      audit: (said) => this.incidents.audit(said),
      notice: (notice) => this.writeNotice(log, notice, encodeSignal(notice)),
      source: (row) => this.incidents.source(row),
    };
  }

  private writeSignal(log: LogName, signal: Signal, body: Buffer): void {
    if (isNotice(signal)) {
      this.writeNotice(log, signal, body);
      return;
    }
    const kpi = isKpiSignal(signal);
    this.signals.u32(this.generation).str(log).u16(signal.lane).i64(signal.offset);
    this.signals
      .str(kpi ? `partner/${signal.partner}` : signal.subject)
      .u16(signal.k)
      .str(signal.id)
      .str(signal.kind);
    this.signals
      .str(kpi ? signal.kpi : signal.promise)
      .u32(kpi ? 0 : signal.cycle)
      .str(signal.partner);
    this.signals
      .i64(kpi ? signal.horizon : signal.at)
      .i64(signal.horizon)
      .bool(signal.quiet);
    this.signals.buf(body).end();
  }

  private writeNotice(
    log: LogName,
    { lane, offset, about, k, id, kind, at, horizon, quiet }: Notice,
    body: Buffer,
  ): void {
    this.signals.u32(this.generation).str(log).u16(lane).i64(offset).str(about).u16(k).str(id).str(kind);
    this.signals.str('').u32(0).str('').i64(at).i64(horizon).bool(quiet).buf(body).end();
  }

  private writeTotal(lane: number, total: Total): void {
    const { kpi, partner, market, carrier, channel, bucket, offset, num, den } = total;
    this.totals.u32(this.generation).str(kpi).str(partner).str(market).str(carrier).str(channel).i32(bucket);
    this.totals.u16(lane).i64(offset).i64(num).i64(den).end();
  }

  /** Hands over the rows that have gathered, and begins anew. */
  seal(): SealedRows[] {
    for (const { lane, total } of this.lastTotals.values()) this.writeTotal(lane, total);
    this.lastTotals.clear();
    return [
      seal('events', this.events),
      seal('signals', this.signals),
      seal('kpi_deltas', this.deltas),
      seal('kpi_totals', this.totals),
      seal('policies', this.policies),
      seal('policies_taken', this.taken),
      seal('imports_released', this.released),
      seal('ratings', this.ratings),
      seal('quarantine', this.quarantine),
      ...this.incidents.seal(),
    ].filter((rows) => rows !== undefined);
  }
}

const stageOf = ({ stage }: { readonly stage: string }): string => stage;

/** The state of the lanes at one moment: clocks, state rows and positions, sealed together with what brought it about. */
export class StateRows {
  private readonly generation: number;
  private readonly clocks = writerOf('clocks');
  private readonly subjects = writerOf('subjects');
  private readonly positions = writerOf('positions');

  constructor(generation: number) {
    this.generation = generation;
  }

  sinkOf(log: LogName, lane: number): StateSink {
    const { generation, clocks, subjects } = this;
    return {
      clock: (row, holder) => {
        clocks.u32(generation).str(row.subject).str(row.promise).u32(row.cycle).u16(lane).i64(row.offset);
        clocks.str(row.state).bool(row.open).str(row.target).i64(row.start).i64n(row.due).i64n(row.stop);
        clocks.u32(row.revision).bool(row.quiet).str(row.partner).str(row.market).str(row.carrier).str(row.channel);
        clocks.str(row.team).i64(row.policy).str(row.row).ledger(row.ledger);
        clocks
          .each(row.ledger, stageOf)
          .str(row.team || holder.team)
          .str(holder.assignee)
          .end();
      },
      state: (subject, offset, open, state, nextDue = null) => {
        subjects.u32(generation).str(log).u16(lane).str(subject).i64(offset).bool(open);
        if (typeof state === 'string') subjects.str(state);
        else subjects.buf(state);
        subjects.i64n(nextDue).end();
      },
    };
  }

  position({ log, lane, nextOffset, highestAppend, horizon, extent }: Position): void {
    this.positions.u32(this.generation).str(log).u16(lane).i64(nextOffset).i64(highestAppend).i64(horizon).str(extent);
    this.positions.end();
  }

  seal(): { clocks: SealedRows | undefined; subjects: SealedRows | undefined; positions: SealedRows | undefined } {
    return {
      clocks: seal('clocks', this.clocks),
      subjects: seal('subjects', this.subjects),
      positions: seal('positions', this.positions),
    };
  }
}
