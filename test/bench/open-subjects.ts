import type { LogRecord } from '@belfry/ingest/log';
import type { CompiledPack } from '../../processor/src/domain/policy/compiled.ts';
import { EventsFold } from '../../processor/src/pipeline/events-fold.ts';
import { Horizon } from '../../processor/src/pipeline/horizon.ts';
import { NO_EFFECTS } from '../../processor/src/pipeline/no-effects.ts';
import { LaneRecords, smallPack } from '../support/small-pack.ts';

export const FROM = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const MONTH_MINUTES = 60 * 24 * 30;
/** So many records make a commit. */
const A_COMMIT = 10_000;

/** What an open subject may be: its events, and the promises that its clocks come from. */
export interface Shape {
  readonly title: string;
  readonly clocks: number;
  readonly pack: CompiledPack;
  readonly subject: (n: number) => string;
  readonly events: readonly { readonly type: string; readonly data: (n: number) => Record<string, unknown> }[];
}

const promiseNamed = (id: string, over: Partial<CompiledPack['promises'][number]> = {}) => ({
  ...smallPack(MONTH_MINUTES).promises[0]!,
  id,
  ...over,
});

const partner = (n: number): string => `p${n % 12}`;

export const SHAPES = {
  order: {
    title: 'an order with 1 fact and 1 clock',
    clocks: 1,
    pack: smallPack(MONTH_MINUTES),
    subject: (n) => `order/b-${n}`,
    events: [{ type: 'order.opened', data: (n) => ({ partner: partner(n) }) }],
  },
  parcel: {
    title: 'an order with 5 facts and 3 clocks',
    clocks: 3,
    pack: smallPack(MONTH_MINUTES, {
      promises: ['test/ship', 'test/deliver', 'test/invoice'].map((id) => promiseNamed(id)),
    }),
    subject: (n) => `order/b-${n}`,
    events: [
      { type: 'order.created', data: (n) => ({ partner: partner(n), salesChannel: 'web' }) },
      { type: 'order.opened', data: (n) => ({ partner: partner(n), salesChannel: 'web', market: 'cz' }) },
      { type: 'order.accepted', data: (n) => ({ partner: partner(n) }) },
      { type: 'order.shipping', data: (n) => ({ partner: partner(n), shipment: 's-1', carrier: `c${n % 5}` }) },
      {
        type: 'shipment.tracking-set',
        data: (n) => ({ partner: partner(n), shipment: 's-1', number: `${9_000_000_000 + n}` }),
      },
    ],
  },
  ticket: {
    title: 'a ticket with 4 facts and 2 clocks',
    clocks: 2,
    pack: smallPack(MONTH_MINUTES, {
      fields: ['priority'],
      kpis: [],
      promises: ['desk/resolve', 'desk/answer'].map((id) =>
        promiseNamed(id, {
          subject: 'ticket',
          start: { on: ['ticket.created'] },
          stop: { on: ['ticket.resolved'] },
          cancel: { on: ['ticket.deleted'] },
        }),
      ),
    }),
    subject: (n) => `ticket/T-${n}`,
    events: [
      { type: 'ticket.created', data: (n) => ({ partner: partner(n), priority: 'P2', team: 'L1' }) },
      { type: 'ticket.classified', data: () => ({ field: 'priority', from: 'P2', to: 'P1' }) },
      { type: 'ticket.assigned', data: (n) => ({ team: 'L2', assignee: `agent-${n % 300}` }) },
      { type: 'ticket.message', data: () => ({ from: 'customer' }) },
    ],
  },
} as const satisfies Readonly<Record<string, Shape>>;

/** A lane of one shape of subjects through the real fold, committed as a lane is; what it says goes nowhere. */
export class OpenSubjects {
  readonly records = new LaneRecords();
  readonly fold = new EventsFold(0);
  readonly horizon = new Horizon();
  private readonly shape: Shape;
  private next = 0;
  private nextOffset = 0;
  private uncommitted = 0;

  constructor(shape: Shape) {
    this.shape = shape;
    this.apply(this.records.policy(shape.pack, FROM));
  }

  /** Tells of one subject more, all of its events. */
  open(): void {
    const { shape, records } = this;
    const n = this.next++;
    const subject = shape.subject(n);
    for (const [step, { type, data }] of shape.events.entries()) {
      const time = FROM + n + step * MINUTE;
      this.apply(records.event(subject, type, time, FROM + n, { data: data(n) }));
    }
  }

  apply(record: LogRecord): void {
    this.horizon.take(record);
    const rest = this.fold.apply(record, this.horizon, NO_EFFECTS);
    if (rest !== undefined) while (rest.next().done !== true);
    this.nextOffset = record.offset + 1;
    if (++this.uncommitted >= A_COMMIT) this.commit();
  }

  commit(): void {
    this.uncommitted = 0;
    this.fold.flush({ clock: () => undefined, state: () => undefined });
    this.fold.stored(this.nextOffset);
  }

  /** Commits until nobody is awake any more. */
  settle(): void {
    for (let n = 0; n < 2 * A_COMMIT; n += 2000) this.commit();
  }
}

/** Bytes of the heap and outside it, after the garbage is collected. */
export function memory(): number {
  if (globalThis.gc === undefined) throw new Error('run it with --expose-gc: npm run bench');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Bytes of each of so many open subjects of a shape. */
export function bytesEach(shape: Shape, subjects: number): number {
  const lane = new OpenSubjects(shape);
  const before = memory();
  for (let n = 0; n < subjects; n++) lane.open();
  lane.settle();
  const each = Math.round((memory() - before) / subjects);
  // It is asked again, so that nothing of it could be let go before.
  if (lane.fold.nextDue() === Number.POSITIVE_INFINITY) throw new Error('no clock runs');
  return each;
}
