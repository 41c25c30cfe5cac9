import type { KpiSignalKind } from '../../contract/signal.ts';
import type { Level } from './window.ts';

/** The worst that was told of a KPI and has not been taken back since. */
export type Told = 'ok' | 'warn' | 'block';

/** What a KPI says when its level has moved: the signal, and what is told from then on. Null: nothing to say. */
export interface Alarm {
  readonly kind: KpiSignalKind;
  readonly told: Told;
}

const WARN: Alarm = { kind: 'kpi-warn', told: 'warn' };
const BLOCK: Alarm = { kind: 'kpi-block', told: 'block' };
const RECOVERED: Alarm = { kind: 'recovered', told: 'ok' };

/**
 * Limits with memory, so that a rate that trembles at a limit does not ring at every order:
 * - falling rings once at each limit on the way down: warn, then block (or block at once);
 * - rising is told once, at the top: recovered when the rate stands at or above the warn limit again. Between the two
 *   limits a block stays a block;
 * - n/a says nothing and takes nothing back: what was told stands until there is enough volume to judge.
 */
export function alarmFor(told: Told, level: Level): Alarm | null {
  switch (level) {
    case 'n/a':
      return null;
    case 'ok':
      return told === 'ok' ? null : RECOVERED;
    case 'warn':
      return told === 'ok' ? WARN : null;
    case 'block':
      return told === 'block' ? null : BLOCK;
  }
}
