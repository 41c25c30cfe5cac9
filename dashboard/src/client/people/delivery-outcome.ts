import type { DeliveryOutcome } from '@belfry/processor/contract';
import type { DeliveryView } from '../../contract/people-api.ts';
import type { Shape } from '../parts/shape-of.ts';

interface Outcome {
  readonly shape: Shape;
  readonly words: string;
}

const OUTCOMES: Readonly<Record<DeliveryOutcome, Outcome>> = {
  delivered: { shape: 'ok', words: 'delivered' },
  retrying: { shape: 'risk', words: 'failed, is tried again' },
  'gave-up': { shape: 'breach', words: 'given up after a day' },
  disabled: { shape: 'breach', words: 'receiver is gone' },
  'fell-back': { shape: 'risk', words: 'told the fallback' },
  needless: { shape: 'none', words: 'nothing to be told' },
};

/** What became of a notification so far. */
export const outcomeOf = ({ last }: Pick<DeliveryView, 'last'>): Outcome =>
  last === null ? { shape: 'none', words: 'waits' } : OUTCOMES[last.outcome];
