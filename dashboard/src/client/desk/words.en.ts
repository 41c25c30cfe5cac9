/** What stands around every page at a desk. */
export const en = {
  toTheWall: 'To the wall',
  pages: 'Pages',
  incidents: 'Incidents',
  silences: 'Silences',
  hooks: 'Hooks',
  audit: 'Audit',
  partners: 'Partners',
  review: 'Review',
  tokens: 'Tokens',
  demo: 'DEMO',
  noLink: 'No link to the server.',
  nothingYet: 'There is nothing to show yet.',
  isOld: (time: string) => `What you see is of ${time} and old.`,
  triesAgain: 'The page tries again by itself.',
  refused: 'refused',
  tryAgain: 'Try again',
};

export type DeskWords = typeof en;
