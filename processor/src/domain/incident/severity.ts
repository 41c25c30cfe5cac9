import type { Severity, Signal } from '../../contract/index.ts';

/**
 * How much a signal matters to whoever is woken by it. `critical`: a promise is broken or escalated, a KPI blocks or comes
 * to it within hours. `warning`: it may come to that. `info`: to be known; ends are among it, since nothing is to be done.
 */
export function severityOf(signal: Signal): Severity {
  switch (signal.kind) {
    case 'breached':
    case 'escalated':
    case 'kpi-block':
      return 'critical';
    case 'kpi-burn':
      return signal.window === 'fast' ? 'critical' : 'warning';
    case 'at-risk':
    case 'kpi-warn':
    case 'calendar-ends':
    case 'import-unfinished':
    case 'source-silent':
      return 'warning';
    case 'policy-changed':
    case 'source-heard':
    case 'met':
    case 'met-late':
    case 'cancelled':
    case 'cancelled-late':
    case 'retracted':
    case 'recovered':
      return 'info';
  }
}
