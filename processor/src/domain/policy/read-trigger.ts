import { EVENT_TYPES, nearestType } from '@belfry/ingest/contract';
import type { CompiledPromise, Trigger } from './compiled.ts';
import type { TriggerEntry } from './pack-schema.ts';
import type { Path, Report } from './problem.ts';
import { readCondition } from './read-condition.ts';

const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);

/** The events that a subject of each kind can have; a shipment's events have their order as subject. */
const FAMILIES: Readonly<Record<CompiledPromise['subject'], readonly string[]>> = {
  order: ['order.', 'shipment.', 'customer.'],
  ticket: ['ticket.', 'customer.'],
};

/** Reads which events count. Types that do not exist, or that such a subject never has, would wait for ever. */
export function readTrigger(
  entry: TriggerEntry | undefined,
  subject: CompiledPromise['subject'],
  path: Path,
  report: Report,
): Trigger {
  if (entry === undefined) return { on: [] };
  const whole = typeof entry === 'object' && !Array.isArray(entry) ? entry : { on: entry };
  const on = typeof whole.on === 'string' ? [whole.on] : whole.on;
  if (on.length === 0) report(path, 'An empty list never happens.', 'at least one event type');
  for (const type of on) readEventType(type, subject, path, report);
  if (whole.where === undefined) return { on };
  return { on, where: readCondition(whole.where, [...path, 'where'], report) };
}

export function readEventType(type: string, subject: CompiledPromise['subject'], path: Path, report: Report): void {
  if (!KNOWN.has(type)) report(path, `"${type}" is no event.`, `\`${nearestType(type)}\``);
  else if (!FAMILIES[subject].some((family) => type.startsWith(family))) {
    report(path, `\`${type}\` never happens to a ${subject}.`, `an event of the ${subject}`);
  }
}
