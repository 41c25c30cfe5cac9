import type { Breach, Escalation, IncidentLine, Picture } from '../../contract/index.ts';

export interface Raised {
  readonly incidents: readonly IncidentLine[];
  /** Incidents that found no room. */
  readonly more: number;
  readonly breaches: readonly Breach[];
  readonly escalations: readonly Escalation[];
}

/**
 * What the right column has room for: incidents; the last row says how many more there are. A breach rings before its
 * incident is told, and also if nobody makes incidents: until there is one, broken promises stand there by themselves, and
 * behind them what was escalated without being broken.
 *
 * @param rows how many there are.
 */
export function raised({ incidents, verdict, breaches, escalations }: Picture, rows: number): Raised {
  const there = Math.max(verdict.incidents, incidents.length);
  if (there > 0) {
    const shown = incidents.slice(0, there > rows ? rows - 1 : rows);
    return { incidents: shown, more: there - shown.length, breaches: [], escalations: [] };
  }
  const broken = new Set(breaches.map(({ id }) => id));
  const others = escalations.filter(({ id }) => !broken.has(id));
  return {
    incidents: [],
    more: 0,
    breaches: breaches.slice(0, rows),
    escalations: others.slice(0, Math.max(0, rows - breaches.length)),
  };
}
