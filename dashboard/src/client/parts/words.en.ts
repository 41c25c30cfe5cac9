import type { Shape } from './shape-of.ts';

export const en = {
  pages: 'Pages of the list',
  before: 'Back',
  next: 'Next',
  pageOf: (n: string, all: string) => `page ${n} of ${all}`,
  told: 'told',
  copy: 'Copy',
  copied: 'Copied.',
  refused: 'Mark it and copy it: the browser does not let the page.',
  csv: 'CSV',
  /** What each shape says where nothing else does. */
  states: {
    ok: 'ok',
    risk: 'at risk',
    breach: 'breached',
    acknowledged: 'acknowledged',
    silenced: 'silenced',
    stale: 'old',
    none: 'no promise',
  } satisfies Record<Shape, string>,
};

export type PartsWords = typeof en;
