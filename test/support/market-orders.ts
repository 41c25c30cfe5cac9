import { KpiLine, packFile } from './kpi-line.ts';

/** Orders of shops on marketplaces, told through the whole engine under the rules of the pack `marketplaces`. */

const RULES = packFile('marketplaces');
/** The rules know no partners of their own. */
const PARTNERS = `
pack: shops
title: Shops
description: Where the shops of these tests are.
effective: 2026-01-01
partners:
  austin: { name: Austin, market: us, zone: America/New_York, tier: gold, review-day: 1 }
  puebla: { name: Puebla, market: mx, zone: America/New_York, tier: gold, review-day: 1 }
`;
export const marketLine = (): KpiLine => new KpiLine(RULES, PARTNERS);

/** `2026-06-01` and so many days later. */
export const day = (first: string, later = 0): string =>
  new Date(Date.parse(first) + later * 86_400_000).toISOString().slice(0, 10);

let orders = 0;
export const newOrder = (): string => `order/${++orders}`;

interface Fate {
  readonly partner?: string;
  /** How many days after its promised day; the evening before by default. */
  readonly late?: number;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** An order that is promised for a day, and delivered; answers its name. */
export function delivered(
  told: KpiLine,
  promised: string,
  { partner = 'shop', late = 0, data = {} }: Fate = {},
): string {
  const order = newOrder();
  const promise = { deliverBy: `${promised}T18:00:00Z`, shipBy: `${promised}T09:00:00Z` };
  told.tell(order, 'order.created', `${day(promised, -4)}T08:00:00Z`, { partner, promise, ...data });
  told.tell(order, 'order.opened', `${day(promised, -4)}T08:30:00Z`);
  told.tell(order, 'order.shipped', `${day(promised, late)}T08:00:00Z`);
  told.tell(order, 'order.delivered', `${day(promised, late)}T17:00:00Z`);
  return order;
}

/** @param hour of the day at which it is created and opened. */
export function opened(
  told: KpiLine,
  on: string,
  data: Readonly<Record<string, unknown>> = {},
  hour = '10:00',
): string {
  const order = newOrder();
  told.tell(order, 'order.created', `${on}T${hour}:00Z`, { partner: 'shop', ...data });
  told.tell(order, 'order.opened', `${on}T${hour}:00Z`);
  return order;
}

export const times = (n: number, work: (n: number) => unknown): void => {
  for (let k = 0; k < n; k++) work(k);
};
