import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type BelfryProcess, belfryProcess } from '../../browser/support/belfry-process.ts';
import { runNode } from '../../support/child-lines.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { type Answer, bySeller, counted, includesOf, judged, ON_TIME } from '../../support/on-time-counts.ts';
import {
  onTimeDelivery,
  type Period,
  type PromisedPart,
  promisedParts,
  rowsOf,
} from '../../support/oracles/history-orders.ts';
import { describeReal } from '../../support/require-all.ts';
import { type HistoryFolder, historyFolder, MAPPINGS } from '../import/history-files.ts';

const BIN = fileURLToPath(new URL('../../../cli/bin/belfry.mjs', import.meta.url));
const DAY = 86_400_000;
/** As of a day that no promise lies behind. */
const EVER = '9999-12-31';
/** How long the processor may take to come to the end of what was imported: the machine may be busy. */
const WITHIN = 90_000;

const clickhouse = await clickhouseForTests();

/**
 * A history, imported as somebody would: the app in one process, started empty, and the command beside it. Then four
 * counts of on-time delivery that have nothing in common but the files: the API, SQL over the deltas, SQL over the totals,
 * and the oracle that reads the CSV. All four mean whole days of UTC (no policy names these partners), as-of day included.
 */
describeReal('ClickHouse', clickhouse.missing)('a history that is imported into an empty Belfry', () => {
  let folder: HistoryFolder;
  let data: string;
  let stored: FreshDatabase;
  let belfry: BelfryProcess;
  let parts: readonly PromisedPart[];
  let rows: number;
  let said: readonly string[];
  let importid: string;
  /** The records of kind event that the archive has so far. */
  let archived = 0;

  beforeAll(async () => {
    folder = await historyFolder();
    data = await mkdtemp(join(tmpdir(), 'belfry-app-'));
    stored = await freshDatabase(clickhouse);
    belfry = await belfryProcess(data, { CLICKHOUSE_URL: stored.url, CLICKHOUSE_DB: stored.database });
    await belfry.start();
    parts = await promisedParts(folder);
    rows = (await rowsOf(folder.orders)).length;
    said = await importOrders();
    importid = /\(import (\S+),/.exec(said.join('\n'))![1]!;
    archived = numberIn(said, /^ {2}events +(\d+)/) + 1;
    await settled();
    // What the lanes published while they were judging may be further than any lane had heard of above.
    await included();
    await settled();
  });
  afterAll(async () => {
    await belfry?.stop();
    await stored?.drop();
    await rm(data, { recursive: true, force: true });
    await folder?.remove();
  });

  async function importOrders(): Promise<readonly string[]> {
    const command = ['import', folder.orders, '--mapping', join(MAPPINGS, 'orders.yaml')];
    const cli = runNode([BIN, ...command, '--url', belfry.url, '--state-dir', folder.state]);
    expect(await cli.ended, cli.lines.join('\n')).toEqual({ code: 0, signal: null });
    return cli.lines;
  }

  const numberIn = (lines: readonly string[], pattern: RegExp): number =>
    Number(lines.map((line) => pattern.exec(line)?.[1]).find((found) => found !== undefined));

  const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${belfry.url}${path}`)).json()) as T;

  const kpis = (asOf: string, days?: number): Promise<readonly Answer[]> =>
    ask(`/api/kpis?asOf=${asOf}&window=${days === undefined ? 'all' : `${days}d`}&kpi=${ON_TIME}`);

  type Lane = { log: string; lane: number; nextOffset: number; extent: string };
  const positions = (): Promise<Lane[]> =>
    stored.sql.query<Lane>('SELECT log, lane, next_offset AS nextOffset, extent FROM positions WHERE generation = 1');

  /**
   * Waits until what was imported has gone all the way: every event is archived, every lane of events has stored that it
   * passed the release, which is the last record, and all that they published for the KPIs is added up and stored.
   */
  async function settled(before: readonly Lane[] = []): Promise<void> {
    const perLane = `SELECT lane, count() AS n FROM events WHERE generation = 1 GROUP BY lane`;
    const whole = async (): Promise<string> => {
      const events = await stored.sql.query<{ lane: number; n: number }>(perLane);
      if (events.reduce((sum, { n }) => sum + n, 0) < archived) return 'events to archive';
      const lanes = await positions();
      for (const { log, lane, nextOffset, extent } of lanes) {
        if (log !== 'events') continue;
        const { released } = JSON.parse(extent) as { released: string[] };
        if (!released.includes(importid)) return `lane ${lane} to release`;
        // A later import of the same adds one release behind its events, on every lane.
        const then = before.find((old) => old.log === log && old.lane === lane);
        if (then !== undefined && nextOffset <= then.nextOffset) return `lane ${lane} to pass the next release`;
      }
      const health = await ask<{ lanes: { log: string; lane: number; nextOffset: number; end: number }[] }>(
        '/api/health',
      );
      for (const { log, lane, end } of health.lanes) {
        const at = lanes.find((one) => one.log === log && one.lane === lane)?.nextOffset ?? 0;
        if (at < end) return `${log} ${lane} to go from ${at} to ${end}`;
      }
      return 'nothing';
    };
    await vi.waitFor(async () => expect(await whole()).toBe('nothing'), { timeout: WITHIN, interval: 200 });
  }

  /** Waits until the KPI fold has told totals that include the last delta of every partner. */
  async function included(): Promise<void> {
    const deltas = await stored.sql.query<{ partner: string; lane: number; last: number }>(
      'SELECT partner, lane, max(offset) AS last FROM kpi_deltas WHERE generation = 1 AND kpi = {kpi:String} GROUP BY ALL',
      { kpi: ON_TIME },
    );
    expect(deltas).not.toEqual([]);
    const behind = async () => {
      const told = new Map((await kpis(EVER)).map(({ partner, includes }) => [partner, includes]));
      return deltas.filter(({ partner, lane, last }) => (told.get(partner)?.[lane] ?? -1) < last);
    };
    await vi.waitFor(async () => expect(await behind()).toEqual([]), { timeout: WITHIN, interval: 200 });
  }

  /** Days on which to look: through the whole history, and one that the real one is asked about. */
  function periods(): Period[] {
    const dues = parts.map(({ due }) => due).sort((a, b) => a - b);
    const days = [0.1, 0.4, 0.7, 0.95, 1].map((share) => dues[Math.floor(share * (dues.length - 1))]!);
    const dates = [...days.map((at) => new Date(at).toISOString().slice(0, 10)), '2018-08-31', '2018-09-01'];
    return dates.flatMap((asOf) => [{ asOf }, { asOf, days: 7 }, { asOf, days: 1 }]);
  }

  const counts = async (): Promise<unknown> =>
    Promise.all(
      periods().map(async ({ asOf, days }) =>
        (await kpis(asOf, days)).map(({ partner, num, den, to, zone }) => ({ partner, num, den, to, zone })),
      ),
    );

  it('accounts for every row, and shows how far it has come', () => {
    const [, imported, of, refused] = /^Imported (\d+) of (\d+) rows, refused (\d+)/
      .exec(said.find((line) => line.startsWith('Imported'))!)!
      .map(Number);
    expect(of).toBe(rows);
    expect(imported! + refused!).toBe(rows);
    expect(refused).toBe(0);
    const progress = said.filter((line) => /^\d+ rows, \d+ events, \d+ refused \(\d+ %\)$/.test(line));
    expect(progress.at(-1)).toMatch(new RegExp(`^${rows} rows, .*\\(100 %\\)$`));
  });

  it('has one on-time delivery: the API, SQL over deltas and totals, and a count over the file agree to the order', async () => {
    let most = 0;
    for (const period of periods()) {
      const { asOf, days } = period;
      const [total, ...answers] = await kpis(asOf, days);
      const expected = onTimeDelivery(parts, period);
      expect({ num: total!.num, den: total!.den }, `all partners as of ${asOf}, ${days} days`).toEqual(expected.total);
      expect(bySeller(answers)).toEqual(expected.bySeller);
      expect(new Set(answers.map(({ to, zone }) => `${to} ${zone}`)).size).toBeLessThanOrEqual(1);
      expect(await counted(stored.sql, 'kpi_deltas', period, includesOf(answers))).toEqual(expected.bySeller);
      expect(await counted(stored.sql, 'kpi_deltas', period)).toEqual(expected.bySeller);
      expect(await counted(stored.sql, 'kpi_totals', period)).toEqual(expected.bySeller);
      most = Math.max(most, expected.total.den);
    }
    // The last of the days counts all there is.
    expect(most).toBeGreaterThan(500);
  });

  it('means the whole day when it is asked as of an instant', async () => {
    const last = periods()[6]!.asOf;
    const day = bySeller(await kpis(last));
    for (const time of ['00:00:00Z', '12:00:00Z', '23:59:59.999Z']) {
      expect(bySeller(await kpis(`${last}T${time}`)), time).toEqual(day);
    }
  });

  it('rings nothing: what broke in history is stored, and quiet', async () => {
    const kinds = await stored.sql.query<{ quiet: boolean; n: number }>(
      'SELECT quiet, count() AS n FROM signals WHERE generation = 1 GROUP BY quiet',
    );
    expect(kinds).toEqual([{ quiet: true, n: expect.any(Number) }]);
    const late = onTimeDelivery(parts, { asOf: EVER }).total;
    expect(kinds[0]!.n).toBeGreaterThanOrEqual(late.den - late.num);
    expect(await ask('/api/health')).toMatchObject({ breached: 0 });
    expect(await stored.sql.query('SELECT * FROM quarantine')).toEqual([]);
  });

  it('is changed by nothing when it is imported again: neither by an intake that knows it nor by one that forgot', async () => {
    const before = await judged(stored.sql);
    const answers = await counts();
    const events = archived - 1;

    let at = await positions();
    const again = await importOrders();
    expect(numberIn(again, /(\d+) known already/)).toBe(events);
    archived += 1;
    await settled(at);
    expect(await judged(stored.sql)).toEqual(before);
    expect(await counts()).toEqual(answers);

    // A new process remembers no ids: all of it enters the log once more, and the processor counts it.
    await belfry.stop();
    await belfry.start();
    at = await positions();
    const anew = await importOrders();
    expect(numberIn(anew, /(\d+) known already/)).toBe(0);
    archived += events + 1;
    await settled(at);
    expect(await judged(stored.sql)).toEqual(before);
    expect(await counts()).toEqual(answers);
  });

  it('names, while live orders come in, the offsets up to which the deltas say what it says', async () => {
    const seen: (readonly Answer[])[] = [];
    const changed = new Set<number>();
    // Until the counts have been seen at several moments of their way; each commit makes one.
    for (let n = 0; changed.size < 4; n++) {
      await deliver(n);
      const [total, ...answers] = await kpis(EVER);
      seen.push(answers);
      // Placed between two points of the log an answer names no offsets, and promises nothing.
      if (answers.some(({ partner, includes }) => partner?.startsWith('live-') && includes)) changed.add(total!.den);
    }
    archived += seen.length * 2;
    await settled();
    for (const answers of seen) {
      const placed = answers.filter(({ includes }) => includes !== undefined);
      const stands = await counted(stored.sql, 'kpi_deltas', { asOf: EVER }, includesOf(placed));
      expect(new Map(placed.map(({ partner }) => [partner, stands.get(partner!)]))).toEqual(bySeller(placed));
    }
  });

  /** An order that is promised for tomorrow and has come. */
  async function deliver(n: number): Promise<void> {
    const now = Date.now();
    const told = { specversion: '1.0', source: 'live', subject: `order/live-${n}`, time: new Date(now).toISOString() };
    const promise = { deliverBy: new Date(now + DAY).toISOString() };
    const events = [
      { ...told, id: `${n}:created`, type: 'order.created', data: { partner: `live-${n % 3}`, promise } },
      { ...told, id: `${n}:delivered`, type: 'order.delivered' },
    ];
    const answer = await fetch(`${belfry.url}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    });
    expect(answer.ok, await answer.clone().text()).toBe(true);
  }
});
