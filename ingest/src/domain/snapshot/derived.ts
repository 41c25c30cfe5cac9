import type { BelfryEvent, EventData, EventType } from '../../contract/index.ts';
import { fingerprint } from '../fingerprint.ts';

/**
 * A snapshot tells a whole state; what the log holds are events. Ingest derives them without remembering anything: the
 * ids follow from what is derived, so that a snapshot that says nothing new derives ids that are known already, and
 * changes nothing. Where the state has no time of its own, `asOf` is the time and the quality `inferred`; such a time is
 * no part of the id, so that the first telling stands.
 */
export interface Snapshot {
  readonly event: BelfryEvent;
  readonly data: EventData;
  /** When this was the state, ISO 8601. */
  readonly asOf: string;
  /** Changes with anything in the state but `asOf`: tells apart two visits to a status that names no time. */
  readonly state: string;
}

export function readSnapshot(event: BelfryEvent): Snapshot {
  const data = event.data ?? {};
  const { asOf, ...state } = data;
  return { event, data, asOf: typeof asOf === 'string' ? asOf : event.time, state: fingerprint(state) };
}

export interface Derivation {
  readonly type: EventType;
  /** When it happened, as the state tells it; undefined if it does not. */
  readonly at: unknown;
  readonly data?: Readonly<Record<string, unknown>>;
  /** A status that may be entered several times: two visits are two events. */
  readonly recurs?: boolean;
}

/**
 * Makes the events of a state, in the order in which they happened; of the same instant, as derived. The first is the
 * creation: where nobody says when that was, it was not later than anything that followed.
 */
export function eventsOf(snapshot: Snapshot, derivations: readonly [Derivation, ...Derivation[]]): BelfryEvent[] {
  const [creation, ...others] = derivations;
  const beginning = earliest(others.map(({ at }) => at)) ?? snapshot.asOf;
  const events = [
    derived(snapshot, creation, beginning),
    ...others.map((other) => derived(snapshot, other, snapshot.asOf)),
  ];
  return events.sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

/** @param fallback its time where the state tells none. */
function derived(
  snapshot: Snapshot,
  { type, at, data = {}, recurs = false }: Derivation,
  fallback: string,
): BelfryEvent {
  const { event, state } = snapshot;
  const known = typeof at === 'string' ? at : undefined;
  const told = { ...shared(snapshot.data), ...present(data) };
  const visit = recurs && known === undefined ? state : undefined;
  const id = `${type}@${fingerprint({ subject: event.subject, at: known, told, visit })}`;
  return {
    specversion: '1.0',
    id,
    source: event.source,
    type,
    subject: event.subject,
    time: known ?? fallback,
    ...(event.importid === undefined ? {} : { importid: event.importid }),
    // An extension attribute of CloudEvents: from which telling the archive has it.
    ...{ derivedfrom: event.id },
    data: known === undefined ? { ...told, timeQuality: 'inferred' } : told,
  };
}

const SHARED = ['partner', 'market', 'salesChannel', 'test', 'actor', 'timeQuality'] as const;

/** The fields that every event of the subject carries. */
const shared = (data: EventData): Record<string, unknown> =>
  Object.fromEntries(SHARED.filter((field) => data[field] !== undefined).map((field) => [field, data[field]]));

const present = (data: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));

/** Fields that change with every telling and say nothing about the subject. */
const RESTLESS = new Set(['asOf', 'updatedAt', 'updated_at', 'statusSince', 'timeQuality']);

/** What the creation event carries: everything that is not told by an event of its own, unknown fields too. */
export function rest(data: EventData, toldElsewhere: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).filter(([field]) => !RESTLESS.has(field) && !toldElsewhere.has(field)),
  );
}

function earliest(instants: readonly unknown[]): string | undefined {
  const told = instants.filter((instant) => typeof instant === 'string');
  return told.sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}
