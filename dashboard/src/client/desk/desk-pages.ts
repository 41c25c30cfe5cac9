import { words } from './words.ts';

/** A page at a desk, as the bar and the keyboard know it. */
export interface DeskPage {
  readonly href: string;
  readonly words: string;
  /** `g` and this letter go there; each has its own. */
  readonly key: string;
  /** Stands in the bar itself; the others stand behind "More". */
  readonly often: boolean;
}

/** All pages that one goes to by name. Those that are about one thing are reached from lists and by the search. */
export const DESK_PAGES: readonly DeskPage[] = [
  { href: '/incidents', words: words.incidents, key: 'i', often: true },
  { href: '/partners', words: words.partners, key: 'p', often: true },
  { href: '/silences', words: words.silences, key: 's', often: true },
  { href: '/hooks', words: words.hooks, key: 'h', often: true },
  { href: '/audit', words: words.audit, key: 'a', often: true },
  { href: '/review', words: words.review, key: 'r', often: true },
  { href: '/tokens', words: words.tokens, key: 't', often: true },
  { href: '/parts', words: words.parts, key: 'k', often: false },
];
