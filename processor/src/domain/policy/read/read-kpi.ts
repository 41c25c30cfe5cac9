import type { CompiledKpi } from '../compiled.ts';
import { nearest } from '../nearest.ts';
import type { Path, Report } from '../problem.ts';
import type { KpiEntry } from '../schema/pack-schema.ts';
import { readCondition } from './read-condition.ts';
import { readEventType } from './read-trigger.ts';

/** @param promises the names of the pack's promises. */
export function readKpi(
  pack: string,
  name: string,
  entry: KpiEntry,
  promises: readonly string[],
  path: Path,
  report: Report,
): CompiledKpi {
  const block = readShare(entry.block, [...path, 'block'], report);
  const warn = entry.warn === undefined ? block : readShare(entry.warn, [...path, 'warn'], report);
  if (warn < block) {
    report([...path, 'warn'], 'It would block before it warns.', 'a share that is not below `block`');
  }
  const days = Number.parseInt(entry.window, 10);
  if (days < 1) report([...path, 'window'], 'This window has no day.', 'a number of days such as `7 days`');
  return {
    id: `${pack}/${name}`,
    title: entry.title,
    counts: readCounts(pack, entry.counts, promises, [...path, 'counts'], report),
    ...(entry.excludes && { excludes: readCondition(entry.excludes, [...path, 'excludes'], report) }),
    window: { name: `${days}d`, days },
    warn,
    block,
    minimumVolume: entry['minimum-volume'] ?? 1,
    provenance: entry.provenance,
  };
}

function readCounts(
  pack: string,
  counts: KpiEntry['counts'],
  promises: readonly string[],
  path: Path,
  report: Report,
): CompiledKpi['counts'] {
  if ('promise' in counts) {
    if (!promises.includes(counts.promise)) {
      const meant = nearest(counts.promise, promises) ?? promises[0];
      report(
        [...path, 'promise'],
        `This pack has no promise "${counts.promise}".`,
        meant === undefined ? 'a promise of that name under `promises`' : `\`${meant}\``,
      );
    }
    return { kind: 'promise', promise: `${pack}/${counts.promise}` };
  }
  const reached = counts['tracked-of'];
  reached.forEach((type, place) => {
    readEventType(type, 'order', [...path, 'tracked-of', place], report);
  });
  return { kind: 'tracked', reached };
}

function readShare(text: string, path: Path, report: Report): number {
  const percent = Number.parseFloat(text);
  if (percent > 100) report(path, `${percent} % is more than all.`, 'a share up to `100 %`');
  return percent / 100;
}
