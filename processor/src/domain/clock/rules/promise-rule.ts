import { type CalendarIndex, indexCalendar } from '../../calendar/calendar-index.ts';
import type { CompiledCalendar, CompiledPack, CompiledPromise, CompiledZone } from '../../policy/compiled.ts';
import { clockKey } from '../clock-key.ts';
import { type DataReader, fieldReader } from './field-reader.ts';

/** A promise as one version of its policy states it, with what its pack gives it to work with. */
export interface PromiseRule {
  readonly promise: CompiledPromise;
  /** The number of the policy's version. */
  readonly policy: number;
  /** The version rules clocks that start in [from, until), ms UTC. */
  readonly from: number;
  readonly until: number;
  /** Every version of the promise that the ruleset knows, this one among them. */
  readonly versions: readonly PromiseRule[];
  /** The name of its first clock on any subject; most have no other. */
  readonly firstKey: string;
  /** Reads data as the pack understands it. */
  readonly read: DataReader;
  readonly calendars: ReadonlyMap<string, CalendarIndex>;
  readonly zones: ReadonlyMap<string, CompiledZone>;
  /** By partner, the name of its zone: where a promised day ends if the promise does not say. */
  readonly partnerZones: ReadonlyMap<string, string>;
}

/**
 * @param until the effective date of the next version, ms UTC.
 * @param versions by promise, those that are there already; these are added.
 */
export function promiseRules(
  pack: CompiledPack,
  policy: number,
  until: number,
  versions = new Map<string, PromiseRule[]>(),
): PromiseRule[] {
  const calendars = new Map(Object.values(pack.calendars).map((calendar) => [calendar.name, indexOf(calendar)]));
  const zones = new Map(Object.values(pack.zones).map((zone) => [zone.name, zone]));
  const partnerZones = new Map(pack.partners.map(({ id, zone }) => [id, zone]));
  const read = fieldReader(pack);
  return pack.promises.map((promise) => {
    const others = versions.get(promise.id) ?? [];
    const rule: PromiseRule = {
      promise,
      policy,
      from: pack.effective,
      until,
      versions: others,
      firstKey: clockKey(promise.id, 1),
      read,
      calendars,
      zones,
      partnerZones,
    };
    others.push(rule);
    versions.set(promise.id, others);
    return rule;
  });
}

/** The version that rules clocks which start at that instant, ms UTC. */
export const inForceAt = ({ versions }: PromiseRule, at: number): PromiseRule | undefined =>
  versions.find(({ from, until }) => from <= at && at < until);

/** A lane keeps a ruleset for each policy it has taken; all of them share what a calendar's index takes. */
const indexes = new WeakMap<CompiledCalendar, CalendarIndex>();

function indexOf(calendar: CompiledCalendar): CalendarIndex {
  let index = indexes.get(calendar);
  if (index === undefined) {
    index = indexCalendar(calendar);
    indexes.set(calendar, index);
  }
  return index;
}
