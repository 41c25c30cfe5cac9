export const THEMES = ['dark', 'light', 'auto'] as const;

/** `auto` is whichever of the two the reader's system has now. */
export type Theme = (typeof THEMES)[number];

/**
 * The theme of a page: what its URL says (`?theme=light`), else what was chosen here before, else dark, which is what a
 * wall in a dim room needs whatever its system is set to.
 *
 * @param search the URL's query.
 * @param remembered as it was stored, whatever that is.
 */
export function chooseTheme(search: string, remembered: string | null): Theme {
  const asked = new URLSearchParams(search).get('theme');
  return THEMES.find((one) => one === asked) ?? THEMES.find((one) => one === remembered) ?? 'dark';
}
