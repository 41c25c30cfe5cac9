import type { Signal } from '../../contract/index.ts';

const ENDS: ReadonlySet<string> = new Set<Signal['kind']>([
  'met',
  'met-late',
  'cancelled',
  'cancelled-late',
  'retracted',
  'recovered',
]);

/** Ends ask no route: whoever was told of a beginning is told of its end. */
export const asksRoutes = (kind: string): boolean => !ENDS.has(kind);
