import { SAID_TYPES } from '../../../contract/said.ts';
import type { Fact } from './fact.ts';
import { PromisedDate } from './promised-date.ts';
import { statusTold } from './status.ts';

/**
 * How a subject stands after a run of facts: its data as last told, and its parcels.
 */
export class Standing {
  /** As last told. `promise` is replaced as a whole or moved by order.promise-changed. */
  readonly data: Record<string, unknown> = {};
  /** Parcels by the name of their shipment: whether number and link are known. The unnamed parcel is ''. */
  parcels: ReadonlyMap<string, Parcel> = NO_PARCELS;
  /** Who moved the promised date, where anybody did. */
  private promised: PromisedDate | undefined;

  /**
   * Answers whether data has changed that a target, a pause or a state may look at.
   * @param aims the top-level keys of such data.
   */
  take(fact: Fact, aims: ReadonlySet<string>): boolean {
    this.takeParcel(fact);
    // What people say about a subject changes nothing about it: the channel that a customer was told by is not the ticket's.
    let moved = SPOKEN.has(fact.type) ? false : this.takeData(fact, aims);
    if (fact.type === 'ticket.classified') moved = this.takeClassification(fact, aims) || moved;
    if (fact.type === 'order.promise-changed') moved = this.takePromise(fact);
    if (aims.has('status')) moved = this.takeStatus(fact) || moved;
    return moved;
  }

  /** The subject's data as a promise sees it that says whose changes of the promised date count. */
  dataMovedBy(movedBy: readonly string[] | undefined): Readonly<Record<string, unknown>> {
    if (movedBy === undefined || this.promised === undefined) return this.data;
    return { ...this.data, promise: this.promised.movedBy(movedBy) };
  }

  private takeData({ data }: Fact, aims: ReadonlySet<string>): boolean {
    let moved = false;
    for (const key in data) {
      const value = data[key];
      if (value === undefined || OWN_TO_THE_EVENT.has(key) || this.data[key] === value) continue;
      this.data[key] = value;
      if (key === 'promise') this.promised = undefined;
      moved ||= aims.has(key);
    }
    return moved;
  }

  private takeStatus(fact: Fact): boolean {
    const status = statusTold(fact);
    if (status === undefined || status === this.data.status) return false;
    this.data.status = status;
    return true;
  }

  private takeClassification({ data }: Fact, aims: ReadonlySet<string>): boolean {
    const { field, to } = data;
    if (typeof field !== 'string' || OWN_TO_THE_EVENT.has(field) || this.data[field] === to) return false;
    this.data[field] = to;
    return aims.has(field);
  }

  private takePromise({ data }: Fact): boolean {
    this.promised ??= new PromisedDate(this.data.promise);
    this.promised.change(data.by, data.to);
    this.data.promise = this.promised.unlessMovedByWhoKeepsIt();
    return true;
  }

  private takeParcel({ type, data }: Fact): void {
    const tells = type.startsWith('shipment.') || type === 'order.shipped' || type === 'order.shipping';
    if (!tells) return;
    const name = typeof data.shipment === 'string' ? data.shipment : '';
    // An order told of without a shipment's name makes no parcel of its own beside named ones.
    if (name === '' && type !== 'shipment.tracking-set') return;
    const parcel = this.parcels.get(name) ?? { number: false, url: false };
    if (type === 'shipment.tracking-set') {
      parcel.number ||= isTold(data.number);
      parcel.url ||= isTold(data.url);
    }
    if (this.parcels === NO_PARCELS) this.parcels = new Map();
    (this.parcels as Map<string, Parcel>).set(name, parcel);
  }
}

const SPOKEN: ReadonlySet<string> = new Set(SAID_TYPES);

interface Parcel {
  number: boolean;
  url: boolean;
}

/** Shared by all that have none: a map costs more memory than the rest of an order's standing. */
const NO_PARCELS: ReadonlyMap<string, Parcel> = new Map();

const isTold = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** These describe the event that carries them, not the subject. */
const OWN_TO_THE_EVENT = new Set([
  'field',
  'from',
  'to',
  'by',
  'shipment',
  'number',
  'url',
  'reason',
  'actor',
  'lines',
  'status',
  'public',
  'auto',
  // No field at all: to set it would change what every other field is looked up in.
  '__proto__',
]);
