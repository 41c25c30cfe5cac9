/** The fields of a signal that a silence, and a route, can name; what each is: processor's contract. */
export const MATCH_FIELDS = [
  'kind',
  /** The pack's name, of whatever promise or KPI. */
  'policy',
  'promise',
  'kpi',
  'subject',
  'partner',
  'market',
  'carrier',
  'channel',
  'team',
  'level',
  'role',
  'step',
  'window',
  'tell',
] as const;
export type MatchField = (typeof MATCH_FIELDS)[number];
