import { type Item, isClockSignal, isKpiSignal } from '@belfry/processor/contract';
import { inFull, subjectName } from '../wording/number.ts';
import { rateWords } from '../wording/rate.ts';
import { windowName } from '../wording/window-name.ts';
import { words } from './words.ts';

/** An item as a row: what it is about, whose it is, since when, and its last word. */
export interface ItemWords {
  readonly about: string;
  readonly partner: string;
  readonly carrier: string;
  /** The deadline, or the instant that it is about. */
  readonly at: number;
  readonly level: string;
  readonly reason: string;
}

export function itemWords({ signal }: Item): ItemWords {
  if (isClockSignal(signal)) {
    const { subject, partner, carrier, due, level, reason } = signal;
    return { about: subjectName(subject), partner, carrier, at: due, level, reason };
  }
  if (isKpiSignal(signal)) {
    const { window, partner, horizon: at, num, den, good, limit } = signal;
    const limits = rateWords(limit, good);
    return {
      about: windowName(window),
      partner,
      carrier: '',
      at,
      level: '',
      reason: words.items.ofLimit(inFull(num), inFull(den), limits),
    };
  }
  return { about: signal.about, partner: '', carrier: '', at: signal.at, level: '', reason: signal.reason };
}
