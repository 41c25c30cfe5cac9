import type { BelfryEvent } from '../../ingest/src/contract/index.ts';
import { encodeTick } from '../../ingest/src/contract/record.ts';
import type { LogRecord, RecordKind } from '../../ingest/src/log/event-log.ts';
import {
  type ClockSignal,
  type CompiledRoute,
  type CompiledRouting,
  encodeBeat,
  encodeHeard,
  encodeRoutes,
  encodeSaid,
  encodeSignal,
  type Heard,
  type Incident,
  type Item,
  type Notice,
  type Notification,
  type Said,
  type Signal,
  type Silence,
} from '../../processor/src/contract/index.ts';
import { flushWhole } from '../../processor/src/pipeline/flush-whole.ts';
import type { Effects, SourceRow } from '../../processor/src/pipeline/fold.ts';
import { Horizon } from '../../processor/src/pipeline/horizon.ts';
import { NO_EFFECTS } from '../../processor/src/pipeline/no-effects.ts';
import { SignalsFold } from '../../processor/src/pipeline/signals-fold.ts';
import { aClockSignal } from './a-signal.ts';

/**
 * The third fold on a clock that the test moves: what is pushed at an instant is taken by the log at that instant, ticks come
 * when something is due, as a ticker would send them, and what hooks are told is kept with the instant of its tick.
 */
export class SignalsRoom {
  readonly told: { readonly at: number; readonly notification: Notification }[] = [];
  readonly incidents = new Map<string, Incident>();
  readonly tellings: Incident[] = [];
  readonly items = new Map<string, Item>();
  readonly silences = new Map<string, Silence>();
  readonly audit: Said[] = [];
  /** What it has to say itself, each with its instant. */
  readonly notices: (Notice & { readonly heard: number })[] = [];
  readonly sources = new Map<string, SourceRow>();
  /** The log, for whoever reads it again. */
  readonly log: LogRecord[] = [];
  private fold: SignalsFold;
  private horizon = new Horizon();
  private now = 0;
  private rows = new Map<string, { offset: number; open: boolean; state: string }>();
  private position = { next: 0, at: 0, highest: 0 };
  private eventOffset = 0;
  private readonly lanes: number;

  constructor(lanes = 1) {
    this.lanes = lanes;
    this.fold = new SignalsFold(lanes);
  }

  /** ms since the story began. */
  get at(): number {
    return this.now;
  }

  /** Lets time pass up to an instant: a tick follows 5 ms behind whatever is due. */
  until(at: number): this {
    for (let ticks = 0; ; ticks++) {
      const due = this.fold.nextDue();
      if (due + 5 > at) break;
      if (due + 5 <= this.now && ticks > 1_000)
        throw new Error(`ticks do nothing: still due at ${due}, it is ${this.now}`);
      this.now = Math.max(this.now, due + 5);
      this.append('tick', encodeTick({ at: this.now, by: 'test' }));
    }
    this.now = Math.max(this.now, at);
    return this;
  }

  push(...signals: Signal[]): this {
    for (const signal of signals) {
      const offset = this.eventOffset++;
      this.append('signal', encodeSignal({ ...signal, offset }));
    }
    return this;
  }

  /** The very same record again, as after a crash of its lane. */
  repeat(signal: Signal, offset: number): this {
    this.append('signal', encodeSignal({ ...signal, offset }));
    return this;
  }

  /** What a lane of `events` passes on. */
  pass(said: Said): this {
    this.append('said', encodeSaid({ ...said, offset: this.eventOffset++ }));
    return this;
  }

  say(type: BelfryEvent['type'], subject: string, data: Record<string, unknown>, id = `said-${this.log.length}`): this {
    const event: BelfryEvent = {
      specversion: '1.0',
      id,
      source: 'belfry',
      type,
      subject,
      time: new Date(this.now).toISOString(),
      data,
    };
    return this.pass({ lane: 0, offset: 0, at: this.now, event });
  }

  beat(lane: number, at = this.now): this {
    this.append('beat', encodeBeat({ lane, at }));
    return this;
  }

  /** What a lane of `events` tells of a source. */
  hear(heard: Heard): this {
    this.append('heard', encodeHeard({ ...heard, offset: this.eventOffset++ }));
    return this;
  }

  route(routing: CompiledRouting): this {
    this.append('routes', encodeRoutes({ hash: JSON.stringify(routing), routing }));
    return this;
  }

  /** Stores what there is; a crash goes back to this. */
  commit(): this {
    this.writeRows();
    this.position = { next: this.log.length, at: this.horizon.at, highest: this.horizon.highestAppend };
    return this;
  }

  /** The state rows are written, the position is not. */
  writeRows(): this {
    flushWhole(this.fold, {
      clock: () => undefined,
      state: (subject, offset, open, state) => this.rows.set(subject, { offset, open, state: state.toString() }),
    });
    return this;
  }

  /** Dies, and goes on from the position that was stored, with the rows as they stand. */
  crash(): this {
    this.fold = new SignalsFold(this.lanes);
    for (const [name, { offset, open, state }] of shuffled(this.rows)) {
      if (open) this.fold.restore(name, offset, state);
    }
    this.horizon = new Horizon(this.position.at, this.position.highest);
    for (const record of this.log.slice(this.position.next)) this.apply(record);
    return this;
  }

  /** The state rows whose names begin so, as they were last written. */
  rowsOf(prefix: string): readonly string[] {
    return [...this.rows].filter(([name, { open }]) => open && name.startsWith(prefix)).map(([, { state }]) => state);
  }

  /** What a hook was told, each with its instant. */
  toldTo(hook: string): readonly { readonly at: number; readonly notification: Notification }[] {
    return this.told.filter(({ notification }) => notification.hook === hook);
  }

  private append(kind: RecordKind, value: Buffer): void {
    const record: LogRecord = { partition: 0, offset: this.log.length, appendTime: this.now, kind, key: '', value };
    this.log.push(record);
    this.apply(record);
  }

  private apply(record: LogRecord): void {
    this.horizon.take(record);
    this.fold.apply(record, this.horizon, this.effects);
  }

  private readonly effects: Effects = {
    ...NO_EFFECTS,
    notification: (notification) => this.told.push({ at: this.now, notification }),
    incident: (incident) => {
      this.tellings.push(incident);
      this.incidents.set(incident.id, incident);
    },
    item: (item) => this.items.set(`${item.incident} ${item.key}`, item),
    silence: (silence) => this.silences.set(silence.id, silence),
    audit: (said) => this.audit.push(said),
    notice: (notice) => this.notices.push({ ...notice, heard: this.now }),
    source: (row) => this.sources.set(row.source, row),
    quarantine: ({ reason }) => {
      throw new Error(`quarantined: ${reason}`);
    },
  };
}

/** Rows come back in whatever order the table has them. */
const shuffled = <Row>(rows: ReadonlyMap<string, Row>): [string, Row][] =>
  [...rows].sort(([a], [b]) => (a.split('').reverse().join('') < b.split('').reverse().join('') ? -1 : 1));

export const route = (over: Partial<CompiledRoute> = {}): CompiledRoute => ({
  name: 'everything',
  line: 1,
  when: {},
  severity: [],
  during: null,
  threshold: null,
  to: ['ops'],
  goOn: false,
  groupBy: 'incident',
  waitMs: 1_000,
  everyMs: 5_000,
  repeatMs: null,
  ...over,
});

export const routing = (
  routes: readonly CompiledRoute[] = [route()],
  over: Partial<CompiledRouting> = {},
): CompiledRouting => ({
  hooks: [...new Set(['ops', ...routes.flatMap(({ to }) => to)])].map((name) => ({
    name,
    kind: 'webhook',
    language: 'en',
    zone: 'UTC',
    perMinute: 60,
    fallback: null,
  })),
  routes,
  calendars: {},
  heartbeat: null,
  ...over,
});

const SIGNAL = aClockSignal({
  subject: 'order/1',
  promise: 'mall/ship-confirmation',
  title: 'Ship confirmation',
  partner: 'noor',
  carrier: '',
  team: '',
  start: 0,
  due: 0,
  at: 0,
  horizon: 0,
});

/** The breach of an order of its own. */
export const breach = (n: number, over: Partial<ClockSignal> = {}): ClockSignal => ({
  ...SIGNAL,
  id: `breach-${n}-${over.revision ?? 0}`,
  subject: `order/${n}`,
  ...over,
});

export const end = (
  n: number,
  kind: ClockSignal['kind'] = 'met-late',
  over: Partial<ClockSignal> = {},
): ClockSignal => ({
  ...SIGNAL,
  id: `${kind}-${n}-${over.step ?? ''}`,
  kind,
  subject: `order/${n}`,
  step: kind === 'retracted' ? 'retract' : 'stop',
  ...over,
});
