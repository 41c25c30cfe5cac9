import type { Incident } from '@belfry/processor/contract';
import type { Shape } from '../parts/shape-of.ts';
import { words } from './words.ts';

/** The shape and word of an incident's state, as its list and its page show it. */
export function standingOf({ state, severity, open, silenced, expired }: Incident): {
  readonly shape: Shape;
  readonly word: string;
} {
  if (state === 'resolved') return { shape: 'ok', word: words.standing.resolved };
  if (state === 'acknowledged') return { shape: 'acknowledged', word: words.standing.acknowledged };
  const shape = severity === 'critical' ? 'breach' : severity === 'warning' ? 'risk' : 'none';
  if (expired) return { shape, word: words.standing.expired };
  if (open > 0 && silenced === open) return { shape: 'silenced', word: words.standing.silenced };
  return { shape, word: words.standing.open };
}
