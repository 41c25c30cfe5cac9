import type { WallClock } from '@belfry/ingest/contract';
import { type EventLog, LogError, type LogName, type NewRecord, partitionOf } from '@belfry/ingest/log';
import { type Cell, type Delta, encodeTotals, type Signal, type Total, type TotalsMessage } from '../contract/index.ts';
import { cellKey } from './cell-key.ts';
import { DeltaText } from './delta-text.ts';
import type { Horizon } from './horizon.ts';

/** So many deltas a message at most, or so many bytes of them: it stays far below a log's limit. */
const DELTAS_A_MESSAGE = 2000;
const DELTA_BYTES_A_MESSAGE = 384 * 1024;
/** Texts that are kept for the next message, however many partners gather at once. */
const SPARE_TEXTS = 64;
/** So many totals a message at most, and so much of names in them. */
const TOTALS_A_MESSAGE = 2000;
const NAMES_A_MESSAGE = 128 * 1024;
/** So many bytes one append carries, unless a single record has more: a log refuses appends that are too large. */
const BYTES_AN_APPEND = 768 * 1024;
/**
 * Counts gather this long, so that a message carries many; signals go at once. Where more than so many deltas came in that
 * time, they gather up to so many times as long: each partner's message costs more than what it carries.
 */
const COUNTS_WAIT_MS = 50;
const MANY_DELTAS = 500;
const WAITS_AT_MOST = 5;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5000;

interface Parcel {
  readonly log: LogName;
  readonly partition: number;
  readonly record: NewRecord;
}

/**
 * The second step of a commit: signals, KPI deltas and totals go to their logs, in the order in which each lane caused
 * them, acknowledged by all replicas, one send in flight. What is published again after a restart is dropped by its
 * readers, by id or by (lane, offset, subject).
 */
export class Publisher {
  private readonly log: EventLog | undefined;
  private readonly wallClock: WallClock;
  private readonly onFatal: (error: Error) => void;
  /** What gathers, by lane and partner. */
  private readonly deltas = new Map<number, Map<string, DeltaText>>();
  private readonly spare: DeltaText[] = [];
  private readonly totals = new Map<number, Totals>();
  private waiting: Parcel[] = [];
  private cancelCounts: (() => void) | undefined;
  /** How many deltas have come since counts last began or went on to wait, and how often they have waited since they last went. */
  private arrived = 0;
  private waits = 0;
  private sending = false;
  private stopped = false;
  /** How many records were ever put in line, and how many of them are acknowledged. */
  private queued = 0;
  private acknowledged = 0;
  private readonly onAcknowledged: { readonly mark: number; readonly resolve: () => void }[] = [];

  /** @param log undefined in a replay: what it would publish was published. */
  constructor(log: EventLog | undefined, wallClock: WallClock, onFatal: (error: Error) => void) {
    this.log = log;
    this.wallClock = wallClock;
    this.onFatal = onFatal;
  }

  signal(signal: Signal, value: Buffer): void {
    const key = 'subject' in signal ? signal.subject : 'about' in signal ? signal.about : signal.partner;
    this.message('signals', { key, kind: 'signal', value });
  }

  /** One record for a log that has one partition, in its order among everything else that is told. */
  message(log: 'signals' | 'deliveries', record: NewRecord): void {
    if (this.log !== undefined) this.waiting.push({ log, partition: 0, record });
  }

  delta(lane: number, delta: Delta): void {
    if (this.log === undefined) return;
    let ofLane = this.deltas.get(lane);
    if (ofLane === undefined) {
      ofLane = new Map();
      this.deltas.set(lane, ofLane);
    }
    let text = ofLane.get(delta.partner);
    if (text === undefined) {
      text = this.spare.pop() ?? new DeltaText();
      text.begin(delta.partner, lane);
      ofLane.set(delta.partner, text);
    }
    text.add(delta);
    this.arrived++;
    if (text.count === DELTAS_A_MESSAGE || text.bytes > DELTA_BYTES_A_MESSAGE) {
      ofLane.delete(delta.partner);
      this.close(text);
    }
  }

  /** Totals are told as they stand when they are sent: of several changes of a cell the last one is enough. */
  total(lane: number, horizon: Horizon, total: Total, includes: Readonly<Record<number, number>>): void {
    if (this.log === undefined) return;
    let open = this.totals.get(lane);
    if (open === undefined) {
      open = { cells: new Map(), includes: {}, offset: -1, horizon: 0 };
      this.totals.set(lane, open);
    }
    open.cells.set(cellKey(total), total);
    open.includes[total.partner] = includes;
    open.offset = Math.max(open.offset, total.offset);
    open.horizon = horizon.at;
  }

  /** Sends signals, and counts that have gathered long enough, unless a send is in flight: that one goes on with them. */
  flush(): void {
    if (this.cancelCounts === undefined && this.deltas.size + this.totals.size > 0) this.awaitCounts();
    if (this.waiting.length > 0 && !this.sending && !this.stopped) void this.send();
  }

  private awaitCounts(): void {
    this.cancelCounts = this.wallClock.after(COUNTS_WAIT_MS, () => {
      this.waits++;
      if (this.arrived >= MANY_DELTAS && this.waits < WAITS_AT_MOST) {
        this.arrived = 0;
        this.closeTotals();
        this.awaitCounts();
      } else this.closeCounts();
      this.flush();
    });
  }

  /** Resolves once all that was told before this call has been acknowledged. */
  settled(): Promise<void> {
    this.closeCounts();
    this.flush();
    const mark = this.queued + this.waiting.length;
    if (this.acknowledged >= mark) return Promise.resolve();
    return new Promise((resolve) => this.onAcknowledged.push({ mark, resolve }));
  }

  stop(): void {
    this.stopped = true;
    this.cancelCounts?.();
  }

  private closeCounts(): void {
    this.cancelCounts?.();
    this.cancelCounts = undefined;
    this.arrived = 0;
    this.waits = 0;
    for (const ofLane of this.deltas.values()) for (const text of ofLane.values()) this.close(text);
    this.deltas.clear();
    this.closeTotals();
  }

  private close(text: DeltaText): void {
    const { partner } = text;
    const value = text.end();
    const partition = partitionOf(partner, this.log!.partitions('kpi'));
    this.waiting.push({ log: 'kpi', partition, record: { key: partner, kind: 'deltas', value } });
    if (this.spare.length < SPARE_TEXTS) this.spare.push(text);
  }

  private closeTotals(): void {
    for (const [lane, totals] of this.totals) this.tellTotals(lane, totals);
    this.totals.clear();
  }

  private tellTotals(lane: number, { cells, includes, offset, horizon }: Totals): void {
    for (const part of inParts([...cells.values()], namesOf, NAMES_A_MESSAGE, TOTALS_A_MESSAGE)) {
      const named = Object.fromEntries(part.map(({ partner }) => [partner, includes[partner] ?? {}]));
      const value = encodeTotals({ lane, offset, horizon, includes: named, totals: part });
      this.waiting.push({ log: 'signals', partition: 0, record: { key: `kpi/${lane}`, kind: 'totals', value } });
    }
  }

  private async send(): Promise<void> {
    this.sending = true;
    try {
      while (this.waiting.length > 0 && !this.stopped) {
        const batch = this.waiting;
        this.waiting = [];
        this.queued += batch.length;
        await Promise.all(byPartition(batch).map((group) => this.append(group)));
        this.acknowledged += batch.length;
        while ((this.onAcknowledged[0]?.mark ?? Number.POSITIVE_INFINITY) <= this.acknowledged) {
          this.onAcknowledged.shift()!.resolve();
        }
      }
    } catch (error) {
      this.stopped = true;
      this.onFatal(error as Error);
    } finally {
      this.sending = false;
    }
  }

  private async append(group: readonly Parcel[]): Promise<void> {
    const { log, partition } = group[0]!;
    const records = group.map(({ record }) => record);
    for (const part of inParts(records, bytesOf, BYTES_AN_APPEND)) await this.appendPart(log, partition, part);
  }

  private async appendPart(log: LogName, partition: number, records: readonly NewRecord[]): Promise<void> {
    for (let pause = FIRST_RETRY_MS; ; pause = Math.min(pause * 2, LAST_RETRY_MS)) {
      try {
        await this.log!.append(log, partition, records);
        return;
      } catch (error) {
        if (!(error instanceof LogError && error.retriable) || this.stopped) throw error;
        await new Promise<void>((resolve) => this.wallClock.after(pause, resolve));
      }
    }
  }
}

interface Totals {
  readonly cells: Map<string, Total>;
  readonly includes: Record<string, TotalsMessage['includes'][string]>;
  offset: number;
  horizon: number;
}

const namesOf = ({ kpi, market, carrier, channel }: Cell): number =>
  kpi.length + market.length + carrier.length + channel.length;

const bytesOf = ({ key, value }: NewRecord): number => key.length * 3 + value.length + 64;

/** Cuts a list, in its order, into parts that do not weigh more than `most`; what weighs more alone is a part alone. */
function inParts<Item>(
  items: readonly Item[],
  weigh: (item: Item) => number,
  most: number,
  count = Number.POSITIVE_INFINITY,
): Item[][] {
  const parts: Item[][] = [];
  let weight = 0;
  for (const item of items) {
    const part = parts.at(-1);
    const more = weigh(item);
    if (part === undefined || part.length === count || weight + more > most) {
      parts.push([item]);
      weight = more;
    } else {
      part.push(item);
      weight += more;
    }
  }
  return parts;
}

function byPartition(batch: readonly Parcel[]): Parcel[][] {
  const groups = new Map<string, Parcel[]>();
  for (const parcel of batch) {
    const key = `${parcel.log} ${parcel.partition}`;
    const group = groups.get(key);
    if (group) group.push(parcel);
    else groups.set(key, [parcel]);
  }
  return [...groups.values()];
}
