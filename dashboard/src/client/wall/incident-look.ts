import type { IncidentLine, Picture } from '../../contract/index.ts';
import type { Shape } from '../parts/shape-of.ts';

/**
 * How an incident is drawn. `filled`: somebody must act. `outlined`: somebody has taken it on. `dashed`: hooks are silent
 * about all of it, which somebody wanted. `edged`: it may become worse, and has not yet.
 */
export interface IncidentLook {
  readonly shape: Shape;
  readonly paint: 'filled' | 'outlined' | 'dashed' | 'edged';
  /** What it is about: a broken promise, a step of a ladder that no broken promise led to, or a number or a notice. */
  readonly about: 'breach' | 'escalation' | 'incident';
}

export function lookOf(incident: IncidentLine, picture: Pick<Picture, 'breaches' | 'escalations'>): IncidentLook {
  const about = aboutOf(incident, picture);
  const grave = incident.severity === 'critical' && about !== 'escalation';
  const shape = grave ? 'breach' : incident.severity === 'info' ? 'none' : 'risk';
  if (incident.acknowledged) return { shape, about, paint: 'outlined' };
  if (incident.open > 0 && incident.silenced === incident.open) return { shape, about, paint: 'dashed' };
  return { shape, about, paint: grave ? 'filled' : 'edged' };
}

/** An incident does not say whether its one clock is broken or only escalated; the picture's lists of clocks do. */
function aboutOf(
  { kind, subject, promise, level, severity }: IncidentLine,
  { breaches, escalations }: Pick<Picture, 'breaches' | 'escalations'>,
): IncidentLook['about'] {
  if (kind !== 'clock' || severity !== 'critical') return 'incident';
  if (level === '' || subject === '') return 'breach';
  const ofIt = (clock: { readonly subject: string; readonly promise: string }): boolean =>
    clock.subject === subject && clock.promise === promise;
  return escalations.some(ofIt) && !breaches.some(ofIt) ? 'escalation' : 'breach';
}
