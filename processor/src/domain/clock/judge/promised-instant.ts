import { DAY_MS, endOfLocalDay } from '../../calendar/zone.ts';
import type { CompiledZone } from '../../policy/compiled.ts';
import { fieldAt } from '../../policy/condition.ts';
import type { PromiseRule } from '../rules/promise-rule.ts';

/**
 * What was promised, ms UTC; NaN when it is no time that can be read. A day without a time counts to its end: in the zone
 * that the promise names, else in the partner's, where the pack knows them, else in UTC. Without a zone a time of day would
 * be read in the machine's (law 1), so it is none.
 */
export function promisedInstant(field: string, rule: PromiseRule, data: Readonly<Record<string, unknown>>): number {
  const promised = fieldAt(data, field);
  if (typeof promised !== 'string') return Number.NaN;
  if (!DAY.test(promised)) return INSTANT.test(promised) ? Date.parse(promised) : Number.NaN;
  const told = fieldAt(data, field.replace(/[^.]+$/, 'zone'));
  const zone =
    rule.zones.get(typeof told === 'string' ? told : '') ??
    rule.zones.get(rule.partnerZones.get(typeof data.partner === 'string' ? data.partner : '') ?? '') ??
    UTC;
  return endOfLocalDay(zone, Date.parse(promised) / DAY_MS);
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;
const UTC: CompiledZone = { name: 'UTC', offsets: [0, 0] };
