import type { CompiledKpi, KpiBurn } from '../compiled-kpi.ts';
import type { Path, Report } from '../problem.ts';
import type { KpiEntry } from '../schema/kpi-entry.ts';
import { readCohort } from './read-cohort.ts';
import { readCount } from './read-count.ts';
import { readLimits } from './read-limits.ts';
import { type KpiNames, readPopulation } from './read-population.ts';
import { readReasons } from './read-reasons.ts';
import { readWindows } from './read-windows.ts';

/** Reads a KPI. Its zone is looked up where the pack's zones are compiled. */
export function readKpi(name: string, entry: KpiEntry, names: KpiNames, path: Path, report: Report): CompiledKpi {
  const { subject, population } = readPopulation(entry, names, path, report);
  const counts = readCount(entry.counts, subject, population, [...path, 'counts'], report);
  const { good, limits } = readLimits(entry, counts, path, report);
  const burn = entry.burn && readBurn(entry.burn, [...path, 'burn'], report);
  return {
    id: `${names.pack}/${name}`,
    title: entry.title,
    ...(entry.short !== undefined && { short: entry.short }),
    subject,
    population,
    counts,
    good,
    cohort: readCohort(entry.cohort, subject, population, [...path, 'cohort'], report),
    ...(entry.zone !== undefined && { zone: entry.zone }),
    excludes: readReasons(entry, subject, path, report),
    ...readWindows(entry, path, report),
    minimumVolume: entry['minimum-volume'] ?? 1,
    limits,
    ...(burn && { burn }),
    ...(entry.consequence !== undefined && { consequence: entry.consequence }),
    provenance: entry.provenance,
  };
}

function readBurn({ fast, slow }: NonNullable<KpiEntry['burn']>, path: Path, report: Report): KpiBurn {
  if (fast === undefined && slow === undefined) {
    report(path, 'It is not said how fast the budget may burn.', '`{ fast: 6, slow: 2 }`, or one of the two');
  }
  return { ...(fast !== undefined && { fast }), ...(slow !== undefined && { slow }) };
}
