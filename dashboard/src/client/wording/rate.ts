import { percent } from '../../contract/kpi-words.ts';
import { locale } from '../language/language.ts';
import { leftToRight } from '../language/left-to-right.ts';

/** `89.9`, `89,9`: a rate in percent without its sign, cut as the contract cuts it and never rounded up to its limit. */
export function rateFigure(rate: number, good: 'high' | 'low' = 'high'): string {
  const cut = percent(rate, good);
  const digits = cut.split('.')[1]?.length ?? 0;
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return Number(cut).toLocaleString(locale, format);
}

/** `89.9 %` */
export const rateWords = (rate: number, good: 'high' | 'low' = 'high'): string =>
  leftToRight(`${rateFigure(rate, good)} %`);
