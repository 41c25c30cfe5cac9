import type { Breach, Escalation, Picture } from '../../contract/index.ts';
import { ROWS } from './partner-page.ts';

/** What the right column has room for: broken promises first, then what was escalated without being broken. */
export function raised({ breaches, escalations }: Picture): {
  readonly breaches: readonly Breach[];
  readonly escalations: readonly Escalation[];
} {
  const broken = new Set(breaches.map(({ id }) => id));
  const others = escalations.filter(({ id }) => !broken.has(id));
  return { breaches: breaches.slice(0, ROWS), escalations: others.slice(0, Math.max(0, ROWS - breaches.length)) };
}
