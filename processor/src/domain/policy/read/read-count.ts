import { EVENT_TYPES } from '@belfry/ingest/contract';
import type { CompiledKpi, KpiCount, KpiPopulation } from '../compiled-kpi.ts';
import { nearest } from '../nearest.ts';
import type { Path, Report } from '../problem.ts';
import type { KpiEntry } from '../schema/kpi-entry.ts';
import { readCondition } from './read-condition.ts';
import { asList, readHappening } from './read-happening.ts';
import { readTypes } from './read-trigger.ts';

type Subject = CompiledKpi['subject'];

/** Reads what counts: the numerator. */
export function readCount(
  counts: KpiEntry['counts'],
  subject: Subject,
  population: KpiPopulation,
  path: Path,
  report: Report,
): KpiCount {
  if (typeof counts === 'string') return readWord(counts, subject, population, path, report);
  if ('promise' in counts) return { kind: 'kept' };
  if ('tracked-of' in counts) return { kind: 'tracked' };
  if ('happened' in counts) return { kind: 'happened', happened: readHappening(counts, subject, path, report) };
  if ('fits' in counts) return { kind: 'fits', condition: readCondition(counts.fits, [...path, 'fits'], report) };
  const at = [...path, 'wrong-status'];
  if (subject === 'ticket') report(at, 'A ticket has no final status that a carrier confirms.', '`subject: order`');
  const statuses = Object.entries(counts['wrong-status']);
  if (statuses.length === 0) report(at, 'Without a final status none is wrong.', 'a status such as `delivered`');
  const contrary = statuses.map(([status, types]) => [status, readContrary(status, types, [...at, status], report)]);
  return { kind: 'wrong-status', contrary: Object.fromEntries(contrary) as Record<string, readonly string[]> };
}

function readWord(
  word: 'kept' | 'broken' | 'tracked',
  subject: Subject,
  population: KpiPopulation,
  path: Path,
  report: Report,
): KpiCount {
  if (word === 'tracked') {
    if (subject === 'ticket') report(path, 'A ticket has no parcels.', '`subject: order`, or something else to count');
  } else if (population.kind !== 'promise') {
    report(path, `Nothing is ${word} where no promise is looked at.`, '`of: { promise: ... }`, or `happened`, `fits`');
  }
  return { kind: word };
}

/** What else is told of orders, and is no status. */
const NO_STATUS = ['promise-changed', 'status-corrected', 'snapshot', 'rated', 'tracking-set'];

/** What an order can be told to be. */
const STATUSES: readonly string[] = [
  ...new Set(EVENT_TYPES.filter((type) => /^(order|shipment)\./.test(type)).map((type) => type.replace(/^\w+\./, ''))),
].filter((status) => !NO_STATUS.includes(status));

/**
 * What can contradict a status: scans that carrier or customer vouch for, and what is told of the order itself after it. A
 * number of a parcel is no scan, and a correction is looked at in any case.
 */
const CONTRARY: readonly string[] = EVENT_TYPES.filter(
  (type) =>
    (type.startsWith('shipment.') && type !== 'shipment.tracking-set') ||
    STATUSES.some((status) => type === `order.${status}`),
);

function readContrary(
  status: string,
  types: string | readonly string[],
  path: Path,
  report: Report,
): readonly string[] {
  if (!STATUSES.includes(status)) {
    const meant = nearest(status, STATUSES) ?? 'delivered';
    report(path, `No order is told to be "${status}".`, `\`${meant}\``);
  }
  // Some final statuses can only be found wrong by a correction.
  if (Array.isArray(types) && types.length === 0) return [];
  const read = asList(readTypes(types, 'order', path, report));
  for (const type of read) {
    if (type === `shipment.${status}` || type === `order.${status}`) {
      report(path, `\`${type}\` speaks for "${status}", not against it.`, 'evidence of something else');
    } else if ((EVENT_TYPES as readonly string[]).includes(type) && !CONTRARY.includes(type)) {
      report(
        path,
        `\`${type}\` says nothing against "${status}".`,
        'a scan such as `shipment.lost`, or a status of the order',
      );
    }
  }
  return read;
}
