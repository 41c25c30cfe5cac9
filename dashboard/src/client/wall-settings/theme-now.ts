import { remembered } from '../state/remembered.ts';
import { chooseTheme, type Theme } from '../theme/choose-theme.ts';

/** What was chosen, as the first script took it: the page itself shows only which of the two came of it. */
export const themeNow = (): Theme => chooseTheme(location.search, remembered('belfry-theme'));
