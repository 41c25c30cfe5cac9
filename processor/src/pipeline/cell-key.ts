import type { Cell } from '../contract/index.ts';

/** Names a cell within this process. The separator cannot stand in a name that came as JSON text without an escape. */
export const cellKey = ({ kpi, partner, market, carrier, channel, bucket }: Cell): string =>
  `${bucket}\u0000${kpi}\u0000${partner}\u0000${market}\u0000${carrier}\u0000${channel}`;
