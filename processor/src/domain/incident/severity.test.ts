import { describe, expect, it } from 'vitest';
import { aClockSignal, aKpiSignal, aPolicyChange } from '../../../../test/support/a-signal.ts';
import type { CalendarEnds, ImportUnfinished, Signal } from '../../contract/index.ts';
import { severityOf } from './severity.ts';

const { pack, policy, partners, teams, changes, before, effective, applies, ...notice } = aPolicyChange();
const ends: CalendarEnds = { ...notice, kind: 'calendar-ends', pack, policy, calendar: 'office', ends: 1 };
const unfinished: ImportUnfinished = { ...notice, kind: 'import-unfinished', importid: 'i', since: 1 };

describe('how much a signal matters', () => {
  it.each<[Signal, string]>([
    [aClockSignal({ kind: 'breached' }), 'critical'],
    [aClockSignal({ kind: 'escalated' }), 'critical'],
    [aKpiSignal({ kind: 'kpi-block' }), 'critical'],
    [aKpiSignal({ kind: 'kpi-burn', window: 'fast' }), 'critical'],
    [aKpiSignal({ kind: 'kpi-burn', window: 'slow' }), 'warning'],
    [aKpiSignal({ kind: 'kpi-warn' }), 'warning'],
    [aClockSignal({ kind: 'at-risk' }), 'warning'],
    [ends, 'warning'],
    [unfinished, 'warning'],
    [aPolicyChange(), 'info'],
    [aKpiSignal({ kind: 'recovered' }), 'info'],
    ...(['met', 'met-late', 'cancelled', 'cancelled-late', 'retracted'] as const).map((kind): [Signal, string] => [
      aClockSignal({ kind }),
      'info',
    ]),
  ])('$0.kind $0.window is $1', (signal, severity) => {
    expect(severityOf(signal)).toBe(severity);
  });
});
