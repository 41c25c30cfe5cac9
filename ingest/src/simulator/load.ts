import type { BelfryEvent } from '../contract/index.ts';
import { event } from './life-events.ts';
import { DAY, HOUR, MINUTE } from './marketplace.ts';
import { randomOf } from './random.ts';

export interface LoadOptions {
  readonly seed: string;
  readonly events: number;
  /** How many orders they are about; each lives through its events again and again if there are few. */
  readonly subjects: number;
  /** When the first event happens, ms UTC. */
  readonly start: number;
  /** Between one event and the next, ms; default 10. */
  readonly every?: number;
  /** Shares of the events, from 0 to 1; default 0. */
  readonly shares?: {
    /** Told again, with the same id and the same bytes, up to a thousand events later. */
    readonly duplicate?: number;
    /** Happened minutes to a day before they are told. */
    readonly late?: number;
    /** Told after the event behind them. */
    readonly outOfOrder?: number;
    /** Lie hours ahead of their time: beyond any tolerance. */
    readonly future?: number;
  };
  readonly importid?: string;
}

/** The life of an order under load: its clocks start, most of them stop in time. */
const STEPS = [
  'order.created',
  'order.opened',
  'order.shipped',
  'shipment.tracking-set',
  'shipment.delivered',
] as const;

/**
 * Orders in volume and cheaply, for benches and replays: about 320 bytes an event, spread over partners and promises.
 * In the order in which they are told. Exactly `events` of them, the told-again included; the same options give the same
 * bytes.
 */
export function* simulateLoad(options: LoadOptions): Generator<BelfryEvent, void, void> {
  const random = randomOf(options.seed, 'load');
  const { duplicate = 0, late = 0, outOfOrder = 0, future = 0 } = options.shares ?? {};
  const every = options.every ?? 10;
  const told: BelfryEvent[] = [];
  let waiting: BelfryEvent | undefined;
  let made = 0;
  let fresh = 0;
  for (let given = 0; given < options.events; given++) {
    if (told.length > 0 && random.chance(duplicate)) {
      yield told[random.whole(0, told.length - 1)]!;
      continue;
    }
    let next: BelfryEvent;
    if (waiting !== undefined) {
      next = waiting;
      waiting = undefined;
    } else {
      next = loadEvent(options, made++, every, random, late, future);
      if (given + 1 < options.events && random.chance(outOfOrder)) {
        waiting = next;
        next = loadEvent(options, made++, every, random, late, future);
      }
    }
    // A ring of what was told last.
    if (duplicate > 0) told[fresh++ % 1000] = next;
    yield next;
  }
}

function loadEvent(
  options: LoadOptions,
  n: number,
  every: number,
  random: ReturnType<typeof randomOf>,
  late: number,
  future: number,
): BelfryEvent {
  const subject = n % options.subjects;
  const round = Math.floor(n / options.subjects);
  const step = STEPS[round % STEPS.length]!;
  // A subject that has lived through all steps begins again as another order.
  const id = `L${subject}-${Math.floor(round / STEPS.length)}`;
  const shift = random.chance(late)
    ? -random.between(MINUTE, DAY)
    : random.chance(future)
      ? random.between(HOUR, DAY)
      : 0;
  const at = Math.round(options.start + n * every + shift);
  const partner = `p${String(1 + (subject % 12)).padStart(2, '0')}`;
  const shipment = `${id}-1`;
  const data: Record<string, unknown> =
    step === 'order.created'
      ? {
          promise: {
            deliverBy: new Date(options.start + (subject % 7) * DAY).toISOString(),
            precision: 'date',
            zone: 'UTC',
          },
        }
      : step === 'order.shipped'
        ? { shipment, carrier: 'swift' }
        : step === 'shipment.tracking-set'
          ? { shipment, carrier: 'swift', number: `SW${subject}`, url: `https://track.example/swift/${id}` }
          : step === 'shipment.delivered'
            ? { shipment, carrier: 'swift', evidence: 'carrier' }
            : {};
  return event(
    `${id}:${step}:${options.seed}`,
    'load/warehouse-management',
    step,
    `order/${id}`,
    at,
    { partner, salesChannel: 'marketplace', actor: { kind: 'platform', id: 'load-generator' }, ...data },
    options.importid,
  );
}
