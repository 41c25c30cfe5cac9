/**
 * What happens to a warehouse in a few seconds: orders that ship in time, late or never, that are told late though they
 * shipped in time, told twice, told in the wrong order, or cancelled; tickets that are answered or not. A function of its
 * arguments alone, so that a row can be repeated and whoever was killed goes on where it was.
 */
export interface Telling {
  /** When it is told, ms behind the beginning. */
  readonly afterMs: number;
  readonly event: ToldEvent;
}

/** CloudEvents 1.0 (docs: events). */
export interface ToldEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly importid?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface TrafficShape {
  readonly seed: number;
  readonly subjects: number;
  /** Over how long subjects begin, ms. */
  readonly lastsMs: number;
  /** ms UTC: when it begins. */
  readonly begun: number;
  /** Stands in the names of its subjects, so that two traffics of one row do not meet. Default `o`. */
  readonly name?: string;
}

/** In the order in which it is told. */
export function traffic({ seed, subjects, lastsMs, begun, name = 'o' }: TrafficShape): Telling[] {
  const random = generator(seed);
  const tellings: Telling[] = [];
  for (let n = 0; n < subjects; n++) {
    const opened = Math.floor((n * lastsMs) / subjects);
    const isTicket = n % 8 === 7;
    const subject = isTicket ? `ticket/${name}-${n}` : `order/${name}-${n}`;
    const partner = `p${1 + Math.floor(random() * 4)}`;
    let k = 0;
    const tell = (type: string, at: number, toldAt: number, data: Record<string, unknown> = {}): void => {
      const event: ToldEvent = {
        specversion: '1.0',
        id: `${name}-${n}-${k++}`,
        source: 'faults',
        type,
        subject,
        time: new Date(begun + at).toISOString(),
        data: { partner, ...data },
      };
      tellings.push({ afterMs: toldAt, event });
      // One in ten is told twice, some of them much later.
      if (random() < 0.1) tellings.push({ afterMs: toldAt + Math.floor(random() * 6_000), event });
    };
    if (isTicket) ticket(opened, random, tell);
    else order(opened, random, tell);
  }
  return tellings.sort((a, b) => a.afterMs - b.afterMs);
}

type Tell = (type: string, at: number, toldAt: number, data?: Record<string, unknown>) => void;

function order(opened: number, random: () => number, tell: Tell): void {
  tell('order.opened', opened, opened, { salesChannel: 'web' });
  const shipment = { shipment: 's', carrier: `c${1 + Math.floor(random() * 3)}` };
  const course = random();
  const inTime = opened + 500 + Math.floor(random() * 3_300);
  const late = opened + 4_500 + Math.floor(random() * 5_000);
  if (course < 0.35) tell('order.shipped', inTime, inTime, shipment);
  else if (course < 0.5) tell('order.shipped', late, late, shipment);
  // It shipped in time, and we are told when the bell has rung.
  else if (course < 0.65) tell('order.shipped', inTime, inTime + 7_000, shipment);
  else if (course < 0.75) tell('order.cancelled', inTime, inTime);
  // Told before it was opened.
  else if (course < 0.8) tell('order.shipped', opened + 100, Math.max(0, opened - 300), shipment);
}

function ticket(opened: number, random: () => number, tell: Tell): void {
  tell('ticket.created', opened, opened, { category: 'tech', subcategory: 'other' });
  const course = random();
  // It comes to somebody else, who has the whole time for it.
  if (random() < 0.6) tell('ticket.assigned', opened + 800, opened + 800, { assignee: 'noor', team: 'desk' });
  if (course < 0.4) tell('ticket.message', opened + 1_000, opened + 1_000, { public: true });
  else if (course < 0.7) tell('ticket.resolved', opened + 5_000, opened + 5_000);
}

/** A seeded generator of numbers in [0, 1): mulberry32. */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
