import { createHash } from 'node:crypto';
import type { Acknowledgement, Assignment, Incident, IncidentKind, Severity } from '../../contract/incident.ts';
import { type CauseField, isClockSignal, isKpiSignal, isNotice, type Signal } from '../../contract/signal.ts';
import { beganAt, placeOfSignal } from './item-change.ts';

/** Breaches of one promise and cause belong together while the next comes within so many ms of the last. */
export const INCIDENT_WINDOW_MS = 10 * 60_000;

/** An incident as the fold keeps it while it is not resolved. JSON: it is a state row. */
export interface IncidentState {
  readonly id: string;
  /** The promise and cause that it is of, as one text. */
  readonly key: string;
  readonly kind: IncidentKind;
  severity: Severity;
  readonly promise: string;
  readonly title: string;
  readonly cause: { readonly field: CauseField; readonly value: string };
  subject: string;
  partner: string;
  carrier: string;
  team: string;
  level: string;
  role: string;
  since: number;
  newest: number;
  changed: number;
  resolved: number | null;
  open: number;
  total: number;
  retracted: number;
  silenced: number;
  acknowledged: Acknowledgement | null;
  expired: Acknowledgement | null;
  assigned: Assignment | null;
  /** When it was last published, and whether something has changed since. */
  published: number;
  untold: boolean;
}

/** Why breaches belong together: what the promise names, or the partner where the subject has no such thing. */
export function causeOf(signal: Signal): IncidentState['cause'] {
  const place = placeOfSignal(signal);
  if (isNotice(signal)) return { field: 'subject', value: place.subject };
  const field = isClockSignal(signal) ? (signal.cause ?? 'partner') : 'partner';
  return place[field] === '' ? { field: 'partner', value: place.partner } : { field, value: place[field] };
}

/** Names the promise and cause that an incident is of. KPIs are told apart by window: each recovers by itself. */
export function causeKey(signal: Signal): string {
  const { field, value } = causeOf(signal);
  const window = isKpiSignal(signal) ? signal.window : '';
  return JSON.stringify([placeOfSignal(signal).promise, field, value, window]);
}

export function beginIncident(signal: Signal, severity: Severity, at: number): IncidentState {
  const { subject, promise, partner, carrier, team } = placeOfSignal(signal);
  const key = causeKey(signal);
  return {
    id: `inc_${hash([key, signal.id])}`,
    key,
    kind: isClockSignal(signal) ? 'clock' : isKpiSignal(signal) ? 'kpi' : 'notice',
    severity,
    promise,
    title: signal.title,
    cause: causeOf(signal),
    subject,
    partner,
    carrier,
    team,
    level: '',
    role: '',
    since: beganAt(signal, at),
    newest: at,
    changed: at,
    resolved: null,
    open: 0,
    total: 0,
    retracted: 0,
    silenced: 0,
    acknowledged: null,
    expired: null,
    assigned: null,
    published: -1_000,
    untold: true,
  };
}

/** As it is told. @param offset of the record that brought it to this. */
export function tellIncident(state: IncidentState, offset: number): Incident {
  const { key, published, untold, ...told } = state;
  const { acknowledged, resolved } = state;
  return { ...told, offset, state: resolved !== null ? 'resolved' : acknowledged !== null ? 'acknowledged' : 'open' };
}

export const hash = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
