import type { Partner } from '../policy/compiled.ts';
import type { Standing } from './facts/standing.ts';

/** Who answers for a subject, and where it is counted. */
export interface Place {
  readonly partner: string;
  readonly market: string;
  readonly carrier: string;
  readonly channel: string;
}

const UNKNOWN_PARTNER = 'unknown';
const DEFAULT_MARKET = 'default';

/** `data.market` wins over the partner's; an unknown partner has the market `default` (DESIGN, Mechanics). */
export function placeOf({ data }: Standing, partners: ReadonlyMap<string, Partner>): Place {
  const partner = text(data.partner) ?? UNKNOWN_PARTNER;
  return {
    partner,
    market: text(data.market) ?? partners.get(partner)?.market ?? DEFAULT_MARKET,
    carrier: text(data.carrier) ?? '',
    channel: text(data.salesChannel) ?? '',
  };
}

/** Who has a subject, as told last; empty where nobody was named. */
export interface Holder {
  readonly team: string;
  readonly assignee: string;
}

export const holderOf = ({ data }: Standing): Holder => ({
  team: text(data.team) ?? '',
  assignee: text(data.assignee) ?? '',
});

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
