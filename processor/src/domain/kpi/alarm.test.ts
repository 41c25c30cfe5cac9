import { describe, expect, it } from 'vitest';
import { alarmFor, type Told } from './alarm.ts';
import type { Level } from './window.ts';

/** What is told while a rate walks through these levels. */
function walk(levels: readonly Level[]): string[] {
  let told: Told = 'ok';
  return levels.map((level) => {
    const alarm = alarmFor(told, level);
    told = alarm?.told ?? told;
    return alarm?.kind ?? '-';
  });
}

describe('alarms of a KPI', () => {
  it('rings at each limit on the way down, once', () => {
    expect(walk(['ok', 'warn', 'warn', 'block', 'block'])).toEqual(['-', 'kpi-warn', '-', 'kpi-block', '-']);
    expect(walk(['block', 'block'])).toEqual(['kpi-block', '-']);
  });

  it('does not tremble between the limits: a block stays until the rate is at or above warn', () => {
    expect(walk(['block', 'warn', 'block', 'warn', 'ok'])).toEqual(['kpi-block', '-', '-', '-', 'recovered']);
    expect(walk(['warn', 'ok', 'ok', 'warn'])).toEqual(['kpi-warn', 'recovered', '-', 'kpi-warn']);
  });

  it('takes nothing back for want of volume', () => {
    expect(walk(['n/a', 'block', 'n/a', 'block', 'n/a', 'ok'])).toEqual(['-', 'kpi-block', '-', '-', '-', 'recovered']);
  });
});
