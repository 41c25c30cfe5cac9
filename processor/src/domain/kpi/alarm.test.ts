import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmFor, type Told } from './alarm.ts';
import type { Level } from './limits.ts';

/** A level at which the `recover` limit is kept is written with a plus. */
type Step = Level | `${Level}+`;

/** What is told while a rate walks through these levels. */
function walk(...steps: readonly Step[]): string {
  let told: Told = 'ok';
  return steps
    .map((step) => {
      const alarm = alarmFor(told, step.replace('+', '') as Level, step.endsWith('+'));
      told = alarm?.told ?? told;
      return alarm?.kind ?? '-';
    })
    .join(' ');
}

describe('alarms of a KPI', () => {
  it('rings at each limit on the way down, once', () => {
    expect(walk('ok+', 'warn', 'warn', 'block', 'block')).toBe('- kpi-warn - kpi-block -');
    expect(walk('block', 'block')).toBe('kpi-block -');
  });

  it('recovers where the warn limit is kept again, if no other limit takes back', () => {
    expect(walk('block', 'warn', 'block', 'warn', 'ok+', 'ok+')).toBe('kpi-block - - - recovered -');
    expect(walk('warn', 'ok+', 'ok+', 'warn')).toBe('kpi-warn recovered - kpi-warn');
  });

  it('recovers below the warn limit, then keeps silent until it blocks again', () => {
    expect(walk('block', 'warn+', 'warn', 'warn+', 'block', 'warn+')).toBe(
      'kpi-block recovered - - kpi-block recovered',
    );
  });

  it('warns again after it has been ok once', () => {
    expect(walk('block', 'warn+', 'ok+', 'warn+', 'ok+')).toBe('kpi-block recovered - kpi-warn recovered');
  });

  it('does not take a warning back at the very rate that rang it, though the recover limit is below the warn limit', () => {
    expect(walk('warn+', 'warn+', 'ok+')).toBe('kpi-warn - recovered');
  });

  it('waits above the warn limit where the recover limit is stricter', () => {
    expect(walk('block', 'ok', 'warn', 'ok', 'ok+')).toBe('kpi-block - - - recovered');
    expect(walk('warn', 'ok', 'ok+')).toBe('kpi-warn - recovered');
  });

  it('takes nothing back for want of volume, and does not forget that it had eased', () => {
    expect(walk('n/a', 'block', 'n/a', 'block', 'n/a', 'ok+')).toBe('- kpi-block - - - recovered');
    expect(walk('block', 'warn+', 'n/a', 'warn')).toBe('kpi-block recovered - -');
  });

  it('has nothing more to say of the same count', () => {
    const level = fc.constantFrom<Level>('ok', 'warn', 'block', 'n/a');
    fc.assert(
      fc.property(
        fc.constantFrom<Told>('ok', 'warn', 'block', 'eased'),
        level,
        fc.boolean(),
        (told, now, recovered) => {
          const alarm = alarmFor(told, now, recovered);
          if (alarm !== null) expect(alarmFor(alarm.told, now, recovered)).toBeNull();
        },
      ),
    );
  });
});
