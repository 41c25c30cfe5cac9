import type { HookLanguage } from '../../contract/routing.ts';
import { arabic } from './arabic.ts';
import { english } from './english.ts';
import { polish } from './polish.ts';
import type { Words } from './words.ts';

const LANGUAGES: Readonly<Record<HookLanguage, Words>> = { en: english, ar: arabic, pl: polish };

export const wordsIn = (language: HookLanguage): Words => LANGUAGES[language];
