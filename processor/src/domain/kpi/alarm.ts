import type { KpiSignalKind } from '../../contract/signal.ts';
import type { Level } from './limits.ts';

/**
 * What stands told of a window: the worst of its limits that was told and has not been taken back, or `eased`: a block
 * was taken back while the warn limit was still broken.
 */
export type Told = 'ok' | 'warn' | 'block' | 'eased';

/** What a KPI says when its level has moved, and what stands told from then on. */
export interface Alarm {
  /** Null: nothing is said, only remembered. */
  readonly kind: KpiSignalKind | null;
  readonly told: Told;
}

const WARN: Alarm = { kind: 'kpi-warn', told: 'warn' };
const BLOCK: Alarm = { kind: 'kpi-block', told: 'block' };
const RECOVERED: Alarm = { kind: 'recovered', told: 'ok' };
const EASED: Alarm = { kind: 'recovered', told: 'eased' };
const QUITE_WELL: Alarm = { kind: null, told: 'ok' };

/**
 * Limits with memory, so that a rate that trembles at a limit does not ring at every order:
 * - getting worse rings once at each limit: warn, then block (or block at once);
 * - getting better is told once, when the `recover` limit is kept: a block then need not be ok yet, a warning must be;
 * - after a recovery below the warn limit nothing is said until it blocks again, or has been ok once;
 * - n/a says nothing and takes nothing back: what was told stands until there is enough volume to judge.
 * Judging the same count again says nothing more.
 * @param recovered the limit that takes back what was told is kept.
 */
export function alarmFor(told: Told, level: Level, recovered: boolean): Alarm | null {
  switch (level) {
    case 'n/a':
      return null;
    case 'block':
      return told === 'block' ? null : BLOCK;
    case 'warn':
      if (told === 'ok') return WARN;
      return told === 'block' && recovered ? EASED : null;
    case 'ok':
      if (told === 'eased') return QUITE_WELL;
      return told !== 'ok' && recovered ? RECOVERED : null;
  }
}
