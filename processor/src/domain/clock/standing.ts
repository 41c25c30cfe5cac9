import type { Fact } from './fact.ts';

/**
 * How a subject stands after a run of facts: its data as last told, when it first reached each state, and its parcels.
 */
export class Standing {
  /** As last told. `promise` is replaced as a whole or moved by order.promise-changed. */
  readonly data: Record<string, unknown> = {};
  /** For each event type, the time of the first such fact, ms UTC. */
  readonly firsts = new FirstTimes();
  /** Parcels by the name of their shipment: whether number and link are known. The unnamed parcel is ''. */
  parcels: ReadonlyMap<string, Parcel> = NO_PARCELS;

  /**
   * Answers whether data has changed that a target may look at.
   * @param aims the top-level keys of such data.
   */
  take(fact: Fact, aims: ReadonlySet<string>): boolean {
    this.firsts.take(fact);
    this.takeParcel(fact);
    if (fact.type === 'ticket.classified') return this.takeClassification(fact, aims);
    if (fact.type === 'order.promise-changed') return this.takePromise(fact);
    let moved = false;
    for (const key in fact.data) {
      const value = fact.data[key];
      if (value === undefined || OWN_TO_THE_EVENT.has(key) || this.data[key] === value) continue;
      this.data[key] = value;
      moved ||= aims.has(key);
    }
    return moved;
  }

  private takeClassification({ data }: Fact, aims: ReadonlySet<string>): boolean {
    const { field, to } = data;
    if (typeof field !== 'string' || OWN_TO_THE_EVENT.has(field) || this.data[field] === to) return false;
    this.data[field] = to;
    return aims.has(field);
  }

  /** A partner cannot move its own deadline; a customer or the platform can. */
  private takePromise({ data }: Fact): boolean {
    const { to, by } = data;
    const mover = typeof by === 'object' && by !== null ? (by as { kind?: unknown }).kind : by;
    if (mover === 'partner' || mover === 'carrier' || mover === 'vendor') return false;
    const promised = typeof to === 'object' && to !== null ? to : { deliverBy: to };
    this.data.promise = { ...(this.data.promise as object | undefined), ...promised };
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

interface Parcel {
  number: boolean;
  url: boolean;
}

/** Shared by all that have none: a map costs more memory than the rest of an order's standing. */
const NO_PARCELS: ReadonlyMap<string, Parcel> = new Map();

/** When a subject first reached each state. A handful of types, so a list is smaller than a map and as quick. */
export class FirstTimes {
  private readonly types: string[] = [];
  private readonly times: number[] = [];

  /** Facts come in the order of truth, so the first one of a type is the earliest. */
  take({ type, time }: Fact): void {
    if (this.types.includes(type)) return;
    this.types.push(type);
    this.times.push(time);
  }

  /** ms UTC, or undefined. */
  get(type: string): number | undefined {
    const at = this.types.indexOf(type);
    return at < 0 ? undefined : this.times[at];
  }
}

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
]);
