import type { BelfryEvent, EventType } from '../../contract/index.ts';
import { type Derivation, eventsOf, readSnapshot, rest } from './derived.ts';

/** What `order.snapshot` says, as events: its creation, each milestone that has a time, its status, its parcels. */

interface Parcel {
  readonly [field: string]: unknown;
}

const MILESTONES: readonly (readonly [status: string, instant: string])[] = [
  ['opened', 'openedAt'],
  ['accepted', 'acceptedAt'],
  ['shipping', 'shippingAt'],
  ['shipped', 'shippedAt'],
  ['delivered', 'deliveredAt'],
  ['returned', 'returnedAt'],
  ['cancelled', 'cancelledAt'],
];
const RECURRING = new Set(['held', 'released']);
const TOLD_ELSEWHERE = new Set([
  'status',
  'createdAt',
  'shipments',
  'by',
  'reason',
  ...MILESTONES.map(([, instant]) => instant),
]);

export function deriveOrder(event: BelfryEvent): BelfryEvent[] {
  const snapshot = readSnapshot(event);
  const { data } = snapshot;
  const status = typeof data.status === 'string' ? data.status : 'created';
  const { by, reason, carrier } = data;
  const detail = (of: string): Record<string, unknown> => {
    if (of === 'shipped' || of === 'shipping') return { carrier };
    if (of === 'cancelled') return { by, reason };
    if (of === 'delivered' || of === 'returned') return { by };
    return of === status ? { reason } : {};
  };
  const typeOf = (of: string): EventType => `order.${of}` as EventType;

  const derivations: [Derivation, ...Derivation[]] = [
    { type: 'order.created', at: data.createdAt, data: rest(data, TOLD_ELSEWHERE) },
    ...MILESTONES.filter(([of, instant]) => data[instant] !== undefined && of !== status).map(([of, instant]) => ({
      type: typeOf(of),
      at: data[instant],
      data: detail(of),
    })),
  ];
  if (status !== 'created') {
    const milestone = MILESTONES.find(([of]) => of === status);
    const at = (milestone && data[milestone[1]]) ?? data.statusSince;
    derivations.push({ type: typeOf(status), at, data: detail(status), recurs: RECURRING.has(status) });
  }
  for (const parcel of (data.shipments ?? []) as readonly Parcel[]) derivations.push(...deriveParcel(parcel));
  return eventsOf(snapshot, derivations);
}

function deriveParcel(parcel: Parcel): Derivation[] {
  const { shipment, number, url, carrier, evidence } = parcel;
  const derivations: Derivation[] = [];
  if (number !== undefined || url !== undefined) {
    const data = { shipment, number, url, carrier };
    derivations.push({ type: 'shipment.tracking-set', at: parcel.trackingSetAt, data });
  }
  const scans = [
    ['shipment.picked-up', parcel.pickedUpAt],
    ['shipment.delivered', parcel.deliveredAt],
    ['shipment.returned', parcel.returnedAt],
    ['shipment.lost', parcel.lostAt],
  ] as const;
  for (const [type, at] of scans) {
    if (at !== undefined) derivations.push({ type, at, data: { shipment, carrier, evidence } });
  }
  return derivations;
}
