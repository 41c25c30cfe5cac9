import type { CompiledKpi, KpiCount, KpiLimit, KpiLimits, KpiTier } from '../compiled-kpi.ts';
import { isLooser } from '../limit-order.ts';
import type { Path, Report } from '../problem.ts';
import type { KpiEntry, LimitsEntry } from '../schema/kpi-entry.ts';
import { readDate } from './read-date.ts';
import { readLimit } from './read-limit.ts';
import { uniqueNames } from './unique-names.ts';

type Good = CompiledKpi['good'];

/** What some numerators hold in any case; of the others the limit says it. */
const HOLDS: Readonly<Partial<Record<KpiCount['kind'], Good>>> = {
  kept: 'high',
  tracked: 'high',
  broken: 'low',
  'wrong-status': 'low',
};

/** Reads the limits of a KPI: its own, or a row for each market and date. */
export function readLimits(
  entry: KpiEntry,
  counts: KpiCount,
  path: Path,
  report: Report,
): Pick<CompiledKpi, 'good' | 'limits'> {
  const direction = new Direction(counts, report);
  const volume = entry['minimum-volume'] ?? 1;
  const own = (['block', 'warn', 'recovers', 'tiers'] as const).find((key) => entry[key] !== undefined);
  if (entry.limits === undefined) {
    const limits = readSet(entry, volume, direction, path, report);
    return { good: direction.good, limits: [limits] };
  }
  if (own !== undefined) {
    report([...path, own], `\`${own}\` stands here, and \`limits\` too.`, 'it in each row of `limits`');
  }
  const isNew = uniqueRows(report);
  const limits = entry.limits.map((row, place): KpiLimits => {
    const at = [...path, 'limits', place];
    const from = row.from === undefined ? undefined : readDay(row.from, [...at, 'from'], report);
    isNew(row, at);
    return {
      ...(row.market !== undefined && { market: row.market }),
      ...(from !== undefined && { from }),
      ...readSet(row, volume, direction, at, report),
    };
  });
  return { good: direction.good, limits };
}

/** What stands in for a limit that could not be read. It is never published. */
const STAND_IN: KpiLimit = { rate: 0.5 };

type Limits = Omit<KpiLimits, 'market' | 'from'>;

function readSet(
  entry: Pick<LimitsEntry, 'block' | 'warn' | 'recovers' | 'tiers'>,
  volume: number,
  direction: Direction,
  path: Path,
  report: Report,
): Limits {
  const read = (key: 'block' | 'warn' | 'recovers') =>
    entry[key] === undefined ? undefined : direction.read(entry[key], [...path, key]);
  const [told, warning, recovery] = [read('block'), read('warn'), read('recovers')];
  const tiers = entry.tiers && readTiers(entry.tiers, volume, direction, [...path, 'tiers'], report);
  const ofTiers = (tiers ?? []).flatMap(({ limit }) => (limit === undefined ? [] : [limit]));
  if (entry.block === undefined && ofTiers.length === 0) {
    report([...path, 'block'], '`block` is missing.', 'a limit such as `at least 90 %` or `at most 1.5 %`');
  }
  const block = told ?? ofTiers.at(-1);
  const warn = warning ?? told ?? ofTiers[0];
  const isLooserThanBlock = (limit: KpiLimit | undefined): boolean =>
    limit !== undefined && block !== undefined && isLooser(limit, block, direction.good, volume);
  if (isLooserThanBlock(warning)) {
    report([...path, 'warn'], 'It would block before it warns.', 'a limit that is not looser than `block`');
  }
  if (isLooserThanBlock(recovery)) {
    report([...path, 'recovers'], 'It would recover while it blocks.', 'a limit that is not looser than `block`');
  }
  return {
    warn: warn ?? STAND_IN,
    block: block ?? STAND_IN,
    recover: recovery ?? warn ?? STAND_IN,
    ...(tiers && { tiers }),
  };
}

function readTiers(
  entries: NonNullable<LimitsEntry['tiers']>,
  volume: number,
  direction: Direction,
  path: Path,
  report: Report,
): KpiTier[] {
  if (entries.length < 2) report(path, 'One tier tells nobody apart.', 'two tiers at least, the best first');
  const isNew = uniqueNames('tier', 'partners are told which one is theirs', report);
  let before: KpiLimit | undefined;
  return entries.map(({ name, limit: text, consequence }, place): KpiTier => {
    const at = [...path, place];
    isNew(name, [...at, 'name']);
    const isLast = place === entries.length - 1;
    if (isLast && text !== undefined && place > 0) {
      report([...at, 'limit'], 'Nobody would be in a tier who misses this limit.', 'no limit in the last tier');
    }
    if (!isLast && text === undefined) {
      report(at, 'Everybody is in a tier without a limit, so that those behind it have nobody.', 'a limit');
    }
    const limit = text === undefined ? undefined : direction.read(text, [...at, 'limit']);
    if (limit && before && !isLooser(limit, before, direction.good, volume)) {
      const message = 'Whoever misses the tier before misses this one too.';
      report([...at, 'limit'], message, 'the best tier first, and a looser limit in each that follows');
    }
    before = limit ?? before;
    return { name, ...(limit && { limit }), ...(consequence !== undefined && { consequence }) };
  });
}

/** All limits of a KPI say the same of its numerator, and what the numerator holds in any case. */
class Direction {
  private told: Good | undefined;
  private readonly report: Report;
  private readonly count: KpiCount['kind'];

  constructor({ kind }: KpiCount, report: Report) {
    this.count = kind;
    this.told = HOLDS[kind];
    this.report = report;
  }

  get good(): Good {
    return this.told ?? 'high';
  }

  read(text: string, path: Path): KpiLimit | undefined {
    const read = readLimit(text, path, this.report);
    if (read === undefined) return undefined;
    this.told ??= read.good;
    if (read.good === this.told) return read.limit;
    const [side, what] = this.told === 'high' ? ['at least', 'well'] : ['at most', 'wrong'];
    const message =
      HOLDS[this.count] === undefined
        ? `A limit before this one says \`${side}\`: the numerator holds what went ${what}.`
        : `\`${this.count}\` counts what went ${what}.`;
    this.report(path, message, `\`${side} ...\``);
    return undefined;
  }
}

function uniqueRows(report: Report): (row: LimitsEntry, path: Path) => void {
  const known = new Set<string>();
  return ({ market, from }, path) => {
    const key = JSON.stringify([market, from]);
    if (known.has(key)) {
      const [whose, when] = [market ?? 'all markets', from === undefined ? '' : ` from ${from} on`];
      const message = `There are limits for ${whose}${when} before.`;
      report(path, message, 'another market or another date: only one row can hold');
    }
    known.add(key);
  };
}

export function readDay(text: string, path: Path, report: Report): number | undefined {
  const day = readDate(text);
  if (day === undefined) report(path, `"${text}" is no date.`, 'a date such as `2026-03-01`');
  return day;
}
