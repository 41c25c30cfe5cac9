import type { Browser, Page } from 'playwright-core';

/** How a page is looked at. */
export interface Setting {
  readonly theme: 'dark' | 'light';
  readonly lang: 'en' | 'ar';
  readonly screen: keyof typeof SCREENS;
}

/** In pixels of CSS: walls, the one of 4K not scaled by its system, one hung upright; and a phone held upright. */
export const SCREENS = {
  '1080p': { width: 1920, height: 1080 },
  '4K': { width: 3840, height: 2160 },
  '720p': { width: 1280, height: 720 },
  portrait: { width: 1080, height: 1920 },
  phone: { width: 390, height: 844 },
} as const;

const THEMES = ['dark', 'light'] as const;
const LANGS = ['en', 'ar'] as const;

/**
 * The settings that a view is looked at in: all, if BELFRY_FULL is 1 (`npm run test:browser -- --full`); otherwise so many
 * that each two values meet once: what breaks a page is a value, or two of them together.
 *
 * @param screens those that the view is made for: nobody hangs a phone on a wall.
 */
export function settings(screens: readonly Setting['screen'][] = ['1080p', '4K', 'phone']): Setting[] {
  const full = process.env.BELFRY_FULL === '1';
  return screens.flatMap((screen, row) =>
    THEMES.flatMap((theme, column) =>
      LANGS.flatMap((lang, depth) => (full || (row + column + depth) % 2 === 0 ? [{ theme, lang, screen }] : [])),
    ),
  );
}

/**
 * The languages that a state is looked at in: all with BELFRY_FULL=1, otherwise one, so that the states of a list go through
 * all of them.
 *
 * @param at where in which list the state stands: lists that differ in `row` begin with another language
 */
export function languagesAt<Lang>(
  languages: readonly Lang[],
  at: { readonly index: number; readonly row: number },
): Lang[] {
  if (process.env.BELFRY_FULL === '1') return [...languages];
  return [languages[(at.index + at.row) % languages.length]!];
}

/**
 * The states that are looked at in a setting: all with BELFRY_FULL=1, otherwise every fourth, so that the settings of a list
 * share them and each state is seen in a quarter of the settings.
 *
 * @param row where the setting stands in its list
 */
export function shareOf<State>(states: readonly State[], row: number): readonly State[] {
  if (process.env.BELFRY_FULL === '1') return states;
  return states.filter((_, index) => index % 4 === row % 4);
}

export const nameOf = ({ theme, lang, screen }: Setting): string => `${theme} ${lang} ${screen}`;

/** The address of a page in a setting. */
export const inSetting = (url: string, { theme, lang }: Setting): string =>
  `${url}${url.includes('?') ? '&' : '?'}theme=${theme}&lang=${lang}`;

/** A fresh page of that size, still empty, that remembers nothing of the last. */
export async function pageIn(browser: Browser, { screen }: Setting): Promise<Page> {
  const context = await browser.newContext({ viewport: SCREENS[screen] });
  return await context.newPage();
}
