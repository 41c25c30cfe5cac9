import { chooseLanguage } from '../language/choose-language.ts';
import { directionOf, languageIn } from '../language/languages.ts';
import { remember, remembered } from '../state/remembered.ts';
import { chooseTheme, THEMES } from '../theme/choose-theme.ts';

/*
 * Runs before anything of the page is painted, as a script by itself that the browser waits for: a page that turns light,
 * or the other way round, after it was seen hurts the eye. What it decides stands on <html>; everything else reads it there.
 */
const root = document.documentElement;
const query = new URLSearchParams(location.search);

const language = chooseLanguage(location.search, remembered('belfry-lang'), navigator.languages);
root.lang = language;
root.dir = directionOf(language);

const theme = chooseTheme(location.search, remembered('belfry-theme'));
const light = matchMedia('(prefers-color-scheme: light)');
const paint = (): void => {
  root.dataset.theme = theme === 'auto' ? (light.matches ? 'light' : 'dark') : theme;
};
paint();
if (theme === 'auto') light.addEventListener('change', paint);

// Only what makes sense is remembered: a mistyped URL must not change what was chosen.
if (languageIn(query.get('lang')) !== null) remember('belfry-lang', language);
if (THEMES.some((one) => one === query.get('theme'))) remember('belfry-theme', theme);
