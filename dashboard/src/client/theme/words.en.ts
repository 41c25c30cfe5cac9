/** What the link to the other theme is called. */
export const en = { light: 'Switch to the light theme', dark: 'Switch to the dark theme' };

export type ThemeWords = typeof en;
