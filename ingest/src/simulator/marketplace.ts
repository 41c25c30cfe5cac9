/** Who sells and who carries in the simulated world. The names of the partners stand in the demo's policy pack. */

export interface SimulatedPartner {
  readonly id: string;
  readonly market: 'sa' | 'cz';
  /** Share of the orders, relative to the others. */
  readonly weight: number;
  /** How often it ships days late, a parcel comes late, and an order ships without tracking. */
  readonly lateShipping: number;
  readonly lateDelivery: number;
  readonly noTracking: number;
}

/** How often a partner sets a wrong final status, which the platform's desk puts right. */
export const WRONG_STATUS = 0.001;

export const PARTNERS: readonly [SimulatedPartner, ...SimulatedPartner[]] = [
  { id: 'p01', market: 'sa', weight: 20, lateShipping: 0.01, lateDelivery: 0.03, noTracking: 0.02 },
  { id: 'p02', market: 'cz', weight: 16, lateShipping: 0.01, lateDelivery: 0.02, noTracking: 0.01 },
  { id: 'p03', market: 'sa', weight: 6, lateShipping: 0.02, lateDelivery: 0.05, noTracking: 0.04 },
  { id: 'p04', market: 'cz', weight: 7, lateShipping: 0.02, lateDelivery: 0.04, noTracking: 0.03 },
  { id: 'p05', market: 'sa', weight: 14, lateShipping: 0.03, lateDelivery: 0.06, noTracking: 0.03 },
  { id: 'p06', market: 'cz', weight: 5, lateShipping: 0.02, lateDelivery: 0.05, noTracking: 0.05 },
  { id: 'p07', market: 'sa', weight: 9, lateShipping: 0.04, lateDelivery: 0.095, noTracking: 0.04 },
  { id: 'p08', market: 'cz', weight: 6, lateShipping: 0.01, lateDelivery: 0.04, noTracking: 0.06 },
  { id: 'p09', market: 'sa', weight: 5, lateShipping: 0.05, lateDelivery: 0.07, noTracking: 0.05 },
  { id: 'p10', market: 'cz', weight: 8, lateShipping: 0.01, lateDelivery: 0.03, noTracking: 0.02 },
  { id: 'p11', market: 'sa', weight: 2, lateShipping: 0.03, lateDelivery: 0.06, noTracking: 0.12 },
  // All of its orders are told by the story (partner-story.ts).
  { id: 'p12', market: 'cz', weight: 0, lateShipping: 0, lateDelivery: 0, noTracking: 0 },
];

export const MARKETS = {
  sa: { zone: 'Asia/Riyadh', source: 'shop-riyadh' },
  cz: { zone: 'Europe/Prague', source: 'shop-prague' },
} as const;

export interface Carrier {
  readonly id: string;
  readonly source: string;
  readonly weight: number;
}

export const CARRIERS: readonly [Carrier, ...Carrier[]] = [
  { id: 'swift', source: 'carrier-swift', weight: 5 },
  { id: 'karavan', source: 'carrier-karavan', weight: 3 },
  { id: 'postline', source: 'carrier-postline', weight: 2 },
];

interface Channel {
  readonly id: string;
  readonly weight: number;
}

export const CHANNELS: readonly [Channel, ...Channel[]] = [
  { id: 'web', weight: 5 },
  { id: 'app', weight: 4 },
  { id: 'marketplace', weight: 2 },
];

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
