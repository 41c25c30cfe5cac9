import { EVENT_TYPES, nearestType } from '@belfry/ingest/contract';
import type { CompiledPromise, Trigger } from '../compiled.ts';
import type { Path, Report } from '../problem.ts';
import type { TriggerEntry } from '../schema/trigger-entry.ts';
import { readCondition } from './read-condition.ts';

type Subject = CompiledPromise['subject'];

const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);

/** The events that a subject of each kind can have; a shipment's events have their order as subject. */
const FAMILIES: Readonly<Record<Subject, readonly string[]>> = {
  order: ['order.', 'shipment.', 'customer.'],
  ticket: ['ticket.', 'customer.'],
};

const isOf = (subject: Subject, type: string): boolean => FAMILIES[subject].some((family) => type.startsWith(family));

/** Every event that a subject of a kind can have. */
export const eventsOf = (subject: Subject): readonly string[] => EVENT_TYPES.filter((type) => isOf(subject, type));

/**
 * Reads which events count. Types that do not exist, or that such a subject never has, would wait for ever. A trigger that
 * names a state alone takes any event that brings it about.
 */
export function readTrigger(entry: TriggerEntry | undefined, subject: Subject, path: Path, report: Report): Trigger {
  if (entry === undefined) return { on: [] };
  const { on, where, state } = typeof entry === 'object' && !Array.isArray(entry) ? entry : { on: entry };
  const where_ = where && readCondition(where, [...path, 'where'], report);
  const state_ = state && readCondition(state, [...path, 'state'], report);
  if (on === undefined && state === undefined) {
    report(path, 'It is not said what must happen.', 'an event type under `on`, or a condition under `state`');
  }
  return {
    on: on === undefined ? eventsOf(subject) : readTypes(on, subject, path, report),
    ...(where_ && { where: where_ }),
    ...(state_ && { state: state_ }),
  };
}

/** One type, or a list of them, as YAML may say it. */
export function readTypes(
  on: string | readonly string[],
  subject: Subject,
  path: Path,
  report: Report,
): readonly string[] {
  const types = typeof on === 'string' ? [on] : on;
  if (types.length === 0) report(path, 'An empty list never happens.', 'at least one event type');
  for (const type of types) readEventType(type, subject, path, report);
  return types;
}

export function readEventType(type: string, subject: Subject, path: Path, report: Report): void {
  if (!KNOWN.has(type)) report(path, `"${type}" is no event.`, `\`${nearestType(type)}\``);
  else if (!isOf(subject, type))
    report(
      path,
      `\`${type}\` never happens to ${subject === 'order' ? 'an' : 'a'} ${subject}.`,
      `an event of the ${subject}`,
    );
}
