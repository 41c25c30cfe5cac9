/**
 * Random orders for tests of KPIs: a function of the seed alone. What happens to an order and when it is told are two
 * things: much is told at once, some hours or days late, some twice, some in the wrong order. An import tells history
 * that is held until its release.
 */

export interface Telling {
  /** When it is told, ms UTC. */
  readonly at: number;
  readonly subject: string;
  readonly event: Readonly<Record<string, unknown>>;
}

export const IMPORT = 'history-of-march';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Traffic {
  readonly seed: number;
  readonly orders: number;
  /** ms UTC. */
  readonly from: number;
  readonly to: number;
}

/** In the order in which it is told. */
export function kpiTraffic({ seed, orders, from, to }: Traffic): Telling[] {
  const random = randomOf(seed);
  const pick = <T>(...of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const chance = (share: number): boolean => random() < share;
  const tellings: Telling[] = [];
  let count = 0;

  const tellLife = (order: string, partner: string, opened: number, importid?: string): void => {
    const subject = order;
    const tell = (type: string, time: number, data: Record<string, unknown> = {}): void => {
      const happened = Math.round(time);
      if (happened > to) return;
      const event = {
        ...{ specversion: '1.0', id: `e${count++}`, source: 'shop', type, subject },
        ...{ time: new Date(happened).toISOString(), data, ...(importid !== undefined && { importid }) },
      };
      const late = chance(0.12) ? random() * 2 * DAY : chance(0.2) ? random() * 5 * HOUR : random() * 60_000;
      // History is told after the fact, in one go.
      const at = importid === undefined ? happened + late : from + DAY + random() * DAY;
      // The source's clock may go ahead, within what is believed and beyond it.
      const told = Math.floor(
        Math.max(from, chance(0.01) ? happened - 4 * 60_000 : chance(0.01) ? happened - HOUR : at),
      );
      if (told > to) return;
      tellings.push({ at: told, subject, event });
      if (chance(0.06)) tellings.push({ at: Math.min(to, Math.floor(told + random() * DAY)), subject, event });
    };
    const carrier = pick('ppl', 'dhl', 'zas');
    const deliverBy = opened + pick(10, 30, 50, 80) * HOUR + pick(0, 0.5, 1) * HOUR;
    tell('order.created', opened - random() * HOUR, {
      partner,
      ...{ salesChannel: pick('web', 'web', 'app', 'mall', 'demo'), segment: pick('gold', 'silver') },
      ...(chance(0.85) && { promise: { deliverBy: new Date(Math.floor(deliverBy / HOUR) * HOUR).toISOString() } }),
      ...(chance(0.1) && { market: pick('us', 'cz', 'sk') }),
      ...(chance(0.04) && { test: true }),
    });
    tell('order.opened', opened, chance(0.3) ? { carrier } : {});
    if (chance(0.08)) tell('order.held', opened + HOUR);
    if (chance(0.12)) tell('order.released', opened + pick(2, 20) * HOUR);
    if (chance(0.18)) {
      const by = pick<unknown>('customer', 'platform', 'partner', { kind: 'carrier', id: carrier });
      const moved = {
        deliverBy: new Date(Math.floor(deliverBy / HOUR) * HOUR + pick(-20, 24, 48) * HOUR).toISOString(),
      };
      tell('order.promise-changed', opened + random() * DAY, { by, to: moved });
    }
    if (chance(0.14)) {
      const by = pick<unknown>('partner', { kind: 'partner' }, 'platform', 'customer', 'call-centre', {
        kind: 'platform',
      });
      const cancelled = opened + random() * 30 * HOUR;
      tell('order.cancelled', cancelled, { by });
      // The partner's own system repeats what others have called off.
      if (chance(0.5)) tell('order.cancelled', cancelled + HOUR, { by: 'partner' });
      if (chance(0.7)) return;
    }
    const shipped = opened + pick(3, 10, 20, 23, 24, 30) * HOUR + random() * HOUR;
    for (const shipment of pick(['a'], ['a'], ['a', 'b'])) {
      const tracking = pick(
        { number: '1', url: 'https://example.org' },
        { number: '1', url: 'https://example.org' },
        { number: '1' },
      );
      tell('shipment.tracking-set', shipped + random() * 2 * HOUR, { shipment, ...tracking });
    }
    tell('order.shipped', shipped, { shipment: 'a', carrier, ...(chance(0.15) && { deliveredBy: 'platform' }) });
    const delivered = shipped + pick(8, 20, 30, 60) * HOUR + random() * HOUR;
    tell('shipment.delivered', delivered, { shipment: 'a', evidence: pick('carrier', 'customer', 'partner') });
    if (chance(0.7)) tell('order.delivered', delivered + random() * 20 * HOUR);
    if (chance(0.1))
      tell(pick('shipment.returned', 'shipment.lost'), delivered + 5 * HOUR, { shipment: 'a', evidence: 'carrier' });
    if (chance(0.1)) tell('order.returned', delivered + 20 * HOUR);
    if (chance(0.08)) {
      tell('order.status-corrected', delivered + 22 * HOUR, {
        from: pick('delivered', 'cancelled', 'shipped'),
        to: pick('returned', 'delivered'),
      });
    }
    // It turns out later whose it was, how it went, or that all of it was a test.
    if (chance(0.08))
      tell(
        'order.snapshot',
        delivered + pick(1, 30) * HOUR,
        pick<Record<string, unknown>>(
          { partner: 'p18' },
          { market: 'us' },
          { carrier: 'dhl' },
          { test: true },
          { deliveredBy: 'platform' },
        ),
      );
    if (chance(0.1)) {
      const kpi = pick<Record<string, unknown>>({}, { kpi: 'many/kept' }, { kpi: 'on-time-delivery' });
      const excluded = opened + random() * 3 * DAY;
      tell('kpi.excluded', excluded, { who: 'ana', reason: 'agreed with the partner', ...kpi });
      if (chance(0.5))
        tell('kpi.excluded', excluded + 10 * HOUR, { who: 'ben', reason: 'a mistake', withdrawn: true, ...kpi });
    }
  };

  for (let n = 0; n < orders; n++) {
    const opened = from + random() * (to - from) * 0.95;
    // An order of several sellers is one subject for each.
    for (const partner of pick(['p17'], ['p18'], ['p19'], ['p17', 'p18'], ['p18', 'p19'], ['stranger'])) {
      tellLife(`order/${8000 + n}~${partner}`, partner, opened);
    }
  }
  for (let n = 0; n < orders / 6; n++) {
    const partner = pick('p17', 'p18', 'p19');
    const order = `order/${7000 + n}~${partner}`;
    tellLife(order, partner, from - random() * 25 * DAY, IMPORT);
    // Of some of them live events come while history is held, and before it is told.
    if (chance(0.3)) tellLife(order, partner, from + random() * 3 * DAY);
  }
  return tellings.sort((a, b) => a.at - b.at);
}

/** Numbers from 0 to 1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
