import type { Effects } from './fold.ts';

/** For whoever looks on: what a record causes goes nowhere, but for what it puts in place of these. */
export const NO_EFFECTS: Effects = {
  signal: () => undefined,
  delta: () => undefined,
  total: () => undefined,
  quarantine: () => undefined,
  rating: () => undefined,
  policy: () => undefined,
  said: () => undefined,
  beat: () => undefined,
  heard: () => undefined,
  incident: () => undefined,
  notification: () => undefined,
  item: () => undefined,
  silence: () => undefined,
  audit: () => undefined,
  notice: () => undefined,
  source: () => undefined,
};
