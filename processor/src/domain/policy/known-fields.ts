import type { Scalar } from './compiled.ts';

/**
 * The paths into data that events.md describes and a condition can name. `status` stands in no event's own data: it is
 * the last state that a subject's events told (docs/clocks.md).
 */
export const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  'partner',
  'market',
  'salesChannel',
  'test',
  'actor.kind',
  'actor.id',
  'timeQuality',
  'promise.shipBy',
  'promise.deliverBy',
  'promise.precision',
  'promise.zone',
  'fulfilledBy',
  'deliveredBy',
  'status',
  'reason',
  'from',
  'to',
  'by',
  'by.kind',
  'by.id',
  'shipment',
  'carrier',
  'number',
  'url',
  'evidence',
  'category',
  'subcategory',
  'channel',
  'priority',
  'impact',
  'urgency',
  'segment',
  'team',
  'assignee',
  'vendor',
  'field',
  'waitingOn',
  'public',
  'auto',
  'into',
  'score',
  'scale',
  'about',
  'relates',
  'lines',
  'sellers',
  'who',
  'until',
  'matcher',
  'kpi',
  'note',
]);

/** Who can do something. */
export const ACTOR_KINDS = [
  'customer',
  'agent',
  'bot',
  'partner',
  'carrier',
  'vendor',
  'platform',
  'call-centre',
] as const;

/** The values of fields that intake takes no others of. */
export const CLOSED_FIELDS: ReadonlyMap<string, readonly Scalar[]> = new Map<string, readonly Scalar[]>([
  ['waitingOn', ['customer', 'vendor', 'none']],
  ['actor.kind', ACTOR_KINDS],
  ['by', ACTOR_KINDS],
  ['by.kind', ACTOR_KINDS],
  ['evidence', ['carrier', 'customer']],
  ['timeQuality', ['exact', 'date', 'inferred']],
  ['test', [true, false]],
  ['public', [true, false]],
  ['auto', [true, false]],
]);
