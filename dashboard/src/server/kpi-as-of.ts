import { asOfDay, type CompiledKpi, type WindowSpan, windowRange } from '@belfry/processor/contract';
import type { Sql } from '@belfry/sql';
import type { Directory } from './directory.ts';
import type { KpiBook } from './kpi-book.ts';

/**
 * KPIs know whole local days and nothing finer: a day is one of the partner's zone (UTC for partners that no policy
 * names), and the as-of day is included. As of 2018-09-01 counts what fell due until that day was over there, whether
 * the parcel of a promise came before or after; an instant means the day in which it lies, all of it.
 */
export interface KpiQuestion {
  /** A local day, the same for every partner, or an instant, whose day depends on the partner's zone. Default: now. */
  readonly asOf: string | undefined;
  /** `all`, or `<n>d`: n days, the as-of day among them. Default: the KPI's first window, with its lag. */
  readonly window: string | undefined;
  readonly kpi: string | undefined;
  readonly partner: string | undefined;
}

/** One KPI of one partner in a window; or of all partners together (`partner: null`). */
export interface KpiAnswer {
  readonly kpi: string;
  readonly partner: string | null;
  readonly num: number;
  readonly den: number;
  /** The first and the last local day that were added up, as dates; null in an unbounded window and where nothing fell. */
  readonly from: string | null;
  readonly to: string;
  readonly asOf: string;
  /** Whose days they are; null for partners of several zones together. */
  readonly zone: string | null;
  /** The offset in each lane of the log `kpi` that the counts include at least. */
  readonly positions: Readonly<Record<string, number>>;
  /**
   * For a partner: the offset in each lane of the log `events` up to which SQL over its kpi_deltas gives these counts.
   * Left out while the tables and the log have come to different points, and for counts from before the log's memory.
   */
  readonly includes?: Readonly<Record<string, number>>;
}

const DAY_MS = 86_400_000;
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

interface Row {
  readonly partner: string;
  readonly num: number;
  readonly den: number;
  readonly first: number;
  /** The kpi offset of the last change of any of the partner's counts of this KPI, in the window or not. */
  readonly last: number;
}

/**
 * KPIs as of any day, from the stored totals. Partners are asked for by the day they are in, since an instant falls on
 * different days in different zones. Throws SqlError.
 */
export function kpisAsOf(sql: Sql, generation: number, directory: () => Directory, book: KpiBook, now: () => number) {
  return async (question: KpiQuestion): Promise<readonly KpiAnswer[]> => {
    const names = directory();
    // Read before the counts: what they say is then included for certain.
    const stored = await sql.query<{ lane: number; offset: number }>(
      `SELECT lane, next_offset - 1 AS offset FROM positions WHERE generation = {generation:UInt32} AND log = 'kpi'`,
      { generation },
    );
    const positions = Object.fromEntries(stored.map(({ lane, offset }) => [lane, offset]));
    const asOf = question.asOf ?? new Date(now()).toISOString();
    const answers: KpiAnswer[] = [];
    for (const kpi of names.kpis) {
      if (question.kpi !== undefined && question.kpi !== kpi.id) continue;
      const span = windowSpan(kpi, question.window);
      const found = new Map<string, { row: Row; from: number; to: number }>();
      for (const { day, partners } of await byDay(sql, generation, kpi, asOf, names)) {
        const { from, to } = span === null ? { from: FIRST_DAY, to: day } : windowRange(span, day);
        const rows = await sql.query<Row>(
          // One statement, so that the counts and the offset of their last change are those of one moment.
          `SELECT partner, sumIf(kpi_totals.num, ${WITHIN}) AS num, sumIf(kpi_totals.den, ${WITHIN}) AS den,
             minIf(bucket, ${WITHIN}) AS first, max(offset) AS last
           FROM kpi_totals
           WHERE generation = {generation:UInt32} AND kpi = {kpi:String} AND partner IN {partners:Array(String)}
           GROUP BY partner HAVING den > 0 ORDER BY partner`,
          { generation, kpi: kpi.id, from, to, partners },
        );
        for (const row of rows) found.set(row.partner, { row, from: span === null ? row.first : from, to });
      }
      const perPartner = [...found.values()].map(({ row, from, to }): KpiAnswer => {
        const zone = names.zoneOfKpi(kpi, row.partner).name;
        const told = row.last === book.lastChange(kpi.id, row.partner) ? book.includes.get(row.partner) : undefined;
        const includes = told && Object.fromEntries(told);
        const window = { from: dateOf(from), to: dateOf(to) };
        const counts = { num: row.num, den: row.den };
        return {
          kpi: kpi.id,
          partner: row.partner,
          ...counts,
          ...window,
          asOf,
          zone,
          positions,
          ...(includes && { includes }),
        };
      });
      if (question.partner !== undefined) {
        answers.push(...perPartner.filter(({ partner }) => partner === question.partner));
        continue;
      }
      const sum = (pick: (answer: KpiAnswer) => number): number => perPartner.reduce((all, one) => all + pick(one), 0);
      const first = perPartner.map(({ from }) => from ?? '').sort()[0] ?? null;
      const last =
        perPartner
          .map(({ to }) => to)
          .sort()
          .at(-1) ?? asOf.slice(0, 10);
      const window = { from: first, to: last };
      const zones = new Set(perPartner.map(({ zone }) => zone));
      answers.push({
        kpi: kpi.id,
        partner: null,
        num: sum(({ num }) => num),
        den: sum(({ den }) => den),
        ...window,
        asOf,
        zone: zones.size === 1 ? [...zones][0]! : null,
        positions,
      });
      answers.push(...perPartner);
    }
    return answers;
  };
}

const WITHIN = 'bucket BETWEEN {from:Int32} AND {to:Int32}';

/** Before any day that a partner was ever judged on. */
const FIRST_DAY = -2_000_000;

const windowSpan = (kpi: CompiledKpi, window: string | undefined): WindowSpan | null =>
  window === 'all'
    ? null
    : window === undefined
      ? kpi.windows[0]!.span
      : { kind: 'days', days: Number.parseInt(window, 10), lag: 0 };

/** The partners of a KPI, by the local day that the as-of is for them. */
async function byDay(sql: Sql, generation: number, kpi: CompiledKpi, asOf: string, names: Directory) {
  const rows = await sql.query<{ partner: string }>(
    'SELECT DISTINCT partner FROM kpi_totals WHERE generation = {generation:UInt32} AND kpi = {kpi:String}',
    { generation, kpi: kpi.id },
  );
  const instant = Date.parse(asOf);
  const wholeDay = asOf.length === 10;
  const groups = new Map<number, string[]>();
  for (const { partner } of rows) {
    const day = wholeDay ? Math.floor(instant / DAY_MS) : asOfDay(names.zoneOfKpi(kpi, partner), instant);
    const group = groups.get(day);
    if (group === undefined) groups.set(day, [partner]);
    else group.push(partner);
  }
  return [...groups].map(([day, partners]) => ({ day, partners }));
}
