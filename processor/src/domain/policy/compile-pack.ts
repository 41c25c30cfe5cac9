import { DateTime } from 'luxon';
import { compileZone } from '../calendar/compile-zone.ts';
import { compiledRange } from '../calendar/range.ts';
import { attempt, compileCalendars } from './compile-calendars.ts';
import type { CompiledKpi, CompiledPack, CompiledZone, Partner } from './compiled.ts';
import { fieldsOf } from './fields.ts';
import type { Path, Report } from './problem.ts';
import { readAliases, readDerived } from './read/read-derived.ts';
import { readKpi } from './read/read-kpi.ts';
import { readPromise } from './read/read-promise.ts';
import { readSources } from './read/read-sources.ts';
import type { PackSource } from './schema/pack-schema.ts';

/** What a pack's own rules may name. */
export interface Names {
  readonly calendars: readonly string[];
  readonly promises: readonly string[];
  /** To whom promises are made, where that can be read, by their names. */
  readonly subjects: ReadonlyMap<string, CompiledKpi['subject']>;
}

/** Compiles a pack that has the right shape. It goes on after what it reports, so that one run names everything. */
export function compilePack(source: PackSource, names: Names, now: number, report: Report): CompiledPack {
  const zones: Record<string, CompiledZone> = {};
  const addZone = (name: string, path: Path): void => {
    attempt(path, report, () => {
      zones[name] ??= compileZone(name, compiledRange(now));
    });
  };
  addZone('UTC', []);

  const calendars = compileCalendars(source.calendars ?? {}, now, report);
  for (const { zone } of Object.values(calendars)) addZone(zone, []);
  const partners = Object.entries(source.partners ?? {}).map(([id, entry]): Partner => {
    addZone(entry.zone, ['partners', id, 'zone']);
    const { name, market, zone, tier } = entry;
    return { id, name, market, zone, tier, reviewDay: entry['review-day'] };
  });
  const sources = source.sources && readSources(source.sources, report);
  const derived = source.derive && readDerived(source.derive, report);
  const aliases = source.aliases && readAliases(source.aliases, report);
  const promises = Object.entries(source.promises ?? {}).map(([name, entry]) =>
    readPromise(`${source.pack}/${name}`, entry, names.calendars, ['promises', name], report),
  );
  const kpis = Object.entries(source.kpis ?? {}).map(([name, entry]) => {
    if (entry.zone !== undefined) addZone(entry.zone, ['kpis', name, 'zone']);
    return readKpi(name, entry, { ...names, pack: source.pack }, ['kpis', name], report);
  });
  return {
    pack: source.pack,
    title: source.title,
    description: source.description,
    effective: readEffective(source.effective, compiledRange(now).from, report),
    applies: source.applies ?? 'new',
    calendars,
    zones,
    partners,
    ...(sources && { sources }),
    ...(derived && { derived }),
    ...(aliases && { aliases }),
    promises,
    kpis,
    fields: fieldsOf({ promises, kpis, ...(derived && { derived }), ...(aliases && { aliases }) }),
  };
}

function readEffective(text: string, earliest: number, report: Report): number {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isInstant = /T.*(Z|[+-]\d{2}:?\d{2})$/.test(text);
  const at = DateTime.fromISO(text, { zone: 'utc' });
  if (at.isValid && (isDate || isInstant)) {
    // No clock of the pack may start where its calendars know nothing.
    if (at.toMillis() < earliest)
      report(['effective'], `Calendars are compiled from 2010 on.`, '`2010-01-01` or later');
    return at.toMillis();
  }
  report(
    ['effective'],
    `"${text}" is no date.`,
    'a date such as `2026-01-01`, or an instant with a zone such as `2026-01-01T09:00:00+01:00`',
  );
  return 0;
}
