/** The panel in which somebody sets a wall up. */
export const en = {
  title: 'This wall',
  site: 'Name at the top',
  zone: 'Time zone',
  distance: 'Farthest reader, metres',
  inches: 'Display, inches',
  tooFar: (s: string) => `Too far away to be read on this display: it takes one of ${s} inches.`,
  turn: 'Pages turn after, seconds (0: never)',
  sound: 'Sound of new incidents',
  on: 'on',
  off: 'off',
  language: 'Language',
  theme: 'Colours',
  themes: { dark: 'dark', light: 'light', auto: 'as the system' },
  apply: 'Apply',
  cancel: 'Cancel',
};

export type SettingsWords = typeof en;
