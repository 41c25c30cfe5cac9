import type { KpiCount } from '../policy/compiled.ts';
import { holds } from '../policy/condition.ts';
import { type DataReader, firstTimeOf } from './happening.ts';
import type { KpiClock, KpiView } from './view.ts';
import { isWrongStatus } from './wrong-status.ts';

/** Whether a subject of the population counts in the numerator (docs/kpis.md, Who is counted). */
export type Numerator = (view: KpiView, clock: KpiClock | undefined) => boolean;

export function numeratorOf(counts: KpiCount, read: DataReader): Numerator {
  switch (counts.kind) {
    case 'kept':
      return (_view, clock) => clock?.state === 'met';
    case 'broken':
      return (_view, clock) => clock?.state === 'breached';
    case 'tracked':
      return isTracked;
    case 'happened':
      return ({ facts }) => firstTimeOf(facts, counts.happened, read) !== undefined;
    case 'fits':
      return ({ data }) => holds<unknown>(counts.condition, data, read);
    case 'wrong-status':
      return ({ facts }) => isWrongStatus(facts, counts.contrary);
  }
}

/** Named parcels decide where there are any; tracking that names no parcel speaks for an order that has none. */
function isTracked({ parcels }: KpiView): boolean {
  let named = false;
  for (const [shipment, parcel] of parcels) {
    if (shipment === '') continue;
    if (!parcel.number || !parcel.url) return false;
    named = true;
  }
  if (named) return true;
  const unnamed = parcels.get('');
  return unnamed?.number === true && unnamed.url;
}
