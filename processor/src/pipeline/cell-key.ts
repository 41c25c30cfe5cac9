import type { Cell } from '../contract/index.ts';

/** Names a cell within this process, unambiguously whatever the names contain. */
export const cellKey = ({ kpi, partner, market, carrier, channel, bucket }: Cell): string =>
  `${bucket},${kpi.length},${partner.length},${market.length},${carrier.length}:${kpi}${partner}${market}${carrier}${channel}`;
