import { locale } from '../language/language.ts';
import { leftToRight } from '../language/left-to-right.ts';
import { words } from './words.ts';

const grouped = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const asWritten = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });

/** `188,120`: in full. */
export const inFull = (n: number): string => grouped.format(n);

/** `12,345`; from 100,000 on `123k`, which is what fits a wall. */
export function count(n: number): string {
  return n < 100_000 ? grouped.format(n) : words.thousands(grouped.format(Math.floor(n / 1_000)));
}

/** `90 %`, `99.95 %`: a limit as it was written. */
export const limit = (rate: number): string => leftToRight(`${asWritten.format(Number((rate * 100).toFixed(4)))} %`);

/** `≥ 90 %`, `≤ 1.5 %`: what a rate is held against. */
export const against = (rate: number, good: 'high' | 'low'): string =>
  leftToRight(`${good === 'high' ? '≥' : '≤'} ${asWritten.format(Number((rate * 100).toFixed(4)))} %`);

/** `order/8812~p17` is known to people as `8812~p17`. */
export function subjectName(subject: string): string {
  return subject.slice(subject.indexOf('/') + 1);
}
