import type { KpiFact } from './view.ts';

/** By final status, the events that are evidence of the contrary. */
export type Contrary = Readonly<Record<string, readonly string[]>>;

/**
 * Whether a final status that was told of an order was wrong (docs/kpis.md, A wrong status): it was corrected, another
 * status that it excludes was told after it, or carrier or customer have told the contrary of the one that stands.
 */
export function isWrongStatus(facts: readonly KpiFact[], contrary: Contrary): boolean {
  const finals = finalsOf(contrary);
  let stands: string | undefined;
  for (const { type, data } of facts) {
    if (type === 'order.status-corrected') {
      if (isFinal(data.from, contrary) && data.to !== data.from) return true;
      if (typeof data.to === 'string') stands = isFinal(data.to, contrary) ? data.to : undefined;
      continue;
    }
    if (stands !== undefined && type.startsWith(ORDER) && contrary[stands]!.includes(type)) return true;
    stands = finals.get(type) ?? stands;
  }
  if (stands === undefined) return false;
  // Evidence is believed whenever it was told; a parcel that was delivered and then came back speaks for both.
  const witnessed = (type: string): boolean => facts.some((fact) => fact.type === type && isWitnessed(fact));
  return contrary[stands]!.some((type) => !type.startsWith(ORDER) && witnessed(type)) && !witnessed(SHIPMENT + stands);
}

const ORDER = 'order.';
const SHIPMENT = 'shipment.';

/** The final statuses by the events that tell them. Of a KPI there is one such table, and it is asked for at every event. */
function finalsOf(contrary: Contrary): ReadonlyMap<string, string> {
  let finals = known.get(contrary);
  if (finals === undefined) {
    finals = new Map(Object.keys(contrary).map((status) => [ORDER + status, status]));
    known.set(contrary, finals);
  }
  return finals;
}

const known = new WeakMap<Contrary, ReadonlyMap<string, string>>();

const isFinal = (status: unknown, contrary: Contrary): status is string =>
  typeof status === 'string' && Object.hasOwn(contrary, status);

const isWitnessed = ({ data }: KpiFact): boolean => data.evidence === 'carrier' || data.evidence === 'customer';
