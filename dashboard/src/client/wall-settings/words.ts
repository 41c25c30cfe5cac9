import { pick } from '../language/pick.ts';
import { ar } from './words.ar.ts';
import { de } from './words.de.ts';
import { en } from './words.en.ts';
import { pl } from './words.pl.ts';

export const words = pick({ en, ar, pl, de });
