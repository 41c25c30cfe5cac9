import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '@belfry/ingest/contract';
import { createEmbeddedLog, type EventLog, LOGS, type NewRecord, partitionOf } from '@belfry/ingest/log';
import { composeProcessor, type Processor, shippedPacks } from '@belfry/processor/compose';
import type { BacktestDifference, BacktestLine, BacktestResult } from '@belfry/processor/contract';
import { composeInquiry } from '@belfry/processor/inquiry';
import type { Sql } from '@belfry/sql';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { mixedTraffic } from '../../support/mixed-traffic.ts';
import { describeReal } from '../../support/require-all.ts';

const TOTAL = 20_000;
const DAY = 86_400_000;
const WITHIN = 90_000;

const clickhouse = await clickhouseForTests();
const begun = Date.now();
/** Every deadline before it has passed, and everything that is told happened before it. */
const TO = begun + 1;
const FROM = begun - 10 * DAY;

const shipped = await shippedPacks({ demo: true });
const yamlOf = (name: string): string => shipped.find((pack) => pack.name === `${name}.yaml`)!.yaml;
const PACKS = ['mall', 'oto', 'demo'] as const;

/** The same packs with other promises. */
const OTHER: Readonly<Record<(typeof PACKS)[number], string>> = {
  mall: yamlOf('mall').replace('until promise.deliverBy', '40 minutes'),
  oto: yamlOf('oto').replaceAll(/target: \d+ hours/g, 'target: 1 hour'),
  demo: yamlOf('demo').replace('3 seconds', '2 seconds'),
};

/** A processor that has judged the traffic under some packs, on a log and in tables of its own. */
interface Judged {
  readonly sql: Sql;
  readonly log: EventLog;
  close(): Promise<void>;
}

describeReal('ClickHouse', clickhouse.missing)('a back-test over random traffic', () => {
  let place: string;
  let published: Judged;
  let others: Judged;

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'belfry-backtest-'));
    published = await judged('published', (name) => yamlOf(name));
    others = await judged('others', (name) => OTHER[name]);
  }, 180_000);
  afterAll(async () => {
    await published?.close();
    await others?.close();
    await rm(place, { recursive: true, force: true });
  });

  async function judged(name: string, pack: (name: (typeof PACKS)[number]) => string): Promise<Judged> {
    const database = await freshDatabase(clickhouse);
    const { sql } = database;
    const log = await createEmbeddedLog({ directory: join(place, name), wallClock: machineClock });
    await log.ensure(LOGS);
    const processor = composeProcessor({
      log,
      sql,
      wallClock: machineClock,
      policies: PACKS.map((each) => ({ name: `${each}.yaml`, yaml: pack(each) })),
      hooks: [],
      onFatal: (error) => {
        throw error;
      },
      report: () => undefined,
    });
    await processor.start();
    await tellTraffic(log);
    await settled(sql, log);
    return { sql, log, close: () => close(processor, log, database) };
  }

  async function tellTraffic(log: EventLog): Promise<void> {
    const lanes = log.partitions('events');
    const told: NewRecord[][] = Array.from({ length: lanes }, () => []);
    for (let n = 0; n < TOTAL; n++) {
      const { record, ...appendage } = mixedTraffic(n, TOTAL, begun);
      if (appendage.to === 'every-lane') for (const lane of told) lane.push(record);
      else told[partitionOf(appendage.subject, lanes)]!.push(record);
    }
    for (const [lane, records] of told.entries()) {
      for (let n = 0; n < records.length; n += 500) await log.append('events', lane, records.slice(n, n + 500));
    }
  }

  async function settled(sql: Sql, log: EventLog): Promise<void> {
    const stands = async (): Promise<string> => {
      const positions = await sql.query<{ lane: number; next_offset: number; horizon: number }>(
        "SELECT lane, next_offset, horizon FROM positions WHERE generation = 1 AND log = 'events'",
      );
      for (let lane = 0; lane < log.partitions('events'); lane++) {
        const position = positions.find((each) => each.lane === lane);
        if ((position?.next_offset ?? 0) < (await log.bounds('events', lane)).high) return `lane ${lane} is behind`;
        if (position!.horizon <= TO + 2_000) return `lane ${lane} does not know what time it is`;
      }
      const [row] = await sql.query<{ n: number }>(
        "SELECT count() AS n FROM clocks WHERE generation = 1 AND state = 'running' AND due < {to:Int64}",
        { to: TO },
      );
      return row!.n === 0 ? 'settled' : `${row!.n} deadlines have not fired`;
    };
    await vi.waitFor(async () => expect(await stands()).toBe('settled'), { timeout: WITHIN, interval: 300 });
  }

  async function close(processor: Processor, log: EventLog, database: FreshDatabase): Promise<void> {
    await processor.stop();
    await log.close();
    await database.drop();
  }

  async function backtest(yaml: string, from = FROM, to = TO) {
    const { sql, log } = published;
    const inquiry = composeInquiry({ log, sql, wallClock: machineClock, generation: 1, report: console.error });
    const interval = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
    const answer = await inquiry.request(`/api/backtest?${interval}`, {
      method: 'POST',
      headers: { 'content-type': 'application/yaml' },
      body: yaml,
    });
    expect(answer.status).toBe(200);
    const lines = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as BacktestLine);
    const result = lines.at(-1) as BacktestResult;
    expect(result.kind).toBe('result');
    return { result, differences: lines.filter((line): line is BacktestDifference => line.kind === 'difference') };
  }

  /** What the tables hold, as a processor has written it: clocks by promise, partner and verdict. */
  const counted = ({ sql }: Judged, pack: string, from = FROM, to = TO) =>
    sql.query<{ promise: string; partner: string; state: string; n: number }>(
      `SELECT promise, partner, state, count() AS n FROM clocks
       WHERE generation = 1 AND startsWith(promise, {pack:String}) AND due >= {from:Int64} AND due < {to:Int64}
         AND (state != 'cancelled' OR stop IS NOT NULL)
       GROUP BY promise, partner, state`,
      { pack: `${pack}/`, from, to },
    );

  const sum = (
    rows: Awaited<ReturnType<typeof counted>>,
    by: Partial<Record<'promise' | 'partner' | 'state', string>>,
  ) =>
    rows
      .filter((row) => Object.entries(by).every(([field, value]) => row[field as 'promise'] === value))
      .reduce((total, { n }) => total + n, 0);

  it.each(PACKS)('of %s against itself finds no difference, and counts what the tables hold', async (pack) => {
    const { result, differences } = await backtest(yamlOf(pack));
    expect(differences).toEqual([]);
    expect(result.total.after).toEqual(result.total.before);
    const rows = await counted(published, pack);
    expect(sum(rows, { state: 'breached' })).toBeGreaterThan(5);
    expect(result.total.before).toMatchObject({
      breached: sum(rows, { state: 'breached' }),
      met: sum(rows, { state: 'met' }),
      cancelled: sum(rows, { state: 'cancelled' }),
      undecided: 0,
    });
    for (const [promise, { before }] of Object.entries(result.byPromise)) {
      expect(before.breached, promise).toBe(sum(rows, { state: 'breached', promise }));
    }
    for (const [partner, { before }] of Object.entries(result.byPartner)) {
      expect(before.breached, partner).toBe(sum(rows, { state: 'breached', partner }));
    }
  });

  it.each(PACKS)('of another %s says what a processor writes that had it from the start', async (pack) => {
    const { result, differences } = await backtest(OTHER[pack]);
    const [was, is] = [await counted(published, pack), await counted(others, pack)];
    const breaches = (rows: typeof was) => sum(rows, { state: 'breached' });
    expect(breaches(is)).not.toBe(breaches(was));
    expect(result.total.before.breached).toBe(breaches(was));
    expect(result.total.after).toMatchObject({ breached: breaches(is), met: sum(is, { state: 'met' }) });
    for (const [partner, { after }] of Object.entries(result.byPartner)) {
      expect(after.breached, partner).toBe(sum(is, { state: 'breached', partner }));
    }
    expect(result.differences.clocks).toBe(differences.length);
    const isBreach = (clock: BacktestDifference['before']): number =>
      Number(clock?.counted === true && clock.verdict === 'breached');
    const change = differences.reduce((total, { before, after }) => total + isBreach(after) - isBreach(before), 0);
    expect(change).toBe(breaches(is) - breaches(was));
    await expectAsWritten(differences);
  });

  /** Each clock that differs stands in the tables of the other processor as the back-test says that it would. */
  async function expectAsWritten(differences: readonly BacktestDifference[]): Promise<void> {
    const rows = await others.sql.query<{ name: string; due: number | null; row: string }>(
      "SELECT concat(subject, ' ', promise, ' ', toString(cycle)) AS name, due, row FROM clocks WHERE generation = 1",
    );
    const written = new Map(rows.map(({ name, due, row }) => [name, { due, row }]));
    for (const { subject, promise, cycle, after } of differences) {
      const name = `${subject} ${promise} ${cycle}`;
      expect(after === null ? undefined : { due: after.due && Date.parse(after.due), row: after.row }, name).toEqual(
        written.get(name),
      );
    }
  }

  it('counts a clock in the interval in which its deadline lies', async () => {
    const middle = begun - 2 * 3_600_000;
    const rows = await counted(published, 'mall', middle, TO);
    const { result } = await backtest(yamlOf('mall'), middle, TO);
    expect(result.total.before.breached).toBe(sum(rows, { state: 'breached' }));
    expect(result.total.before.breached).toBeLessThan((await backtest(yamlOf('mall'))).result.total.before.breached);
  });

  it('holds a pack whose name nobody has published against nothing', async () => {
    const { result } = await backtest(yamlOf('mall').replace('pack: mall', 'pack: new'));
    expect(result.against).toBeNull();
    expect(result.total.before.clocks).toBe(0);
    const mall = await backtest(yamlOf('mall'));
    expect(result.total.after).toEqual(mall.result.total.after);
  });

  it('writes nothing and publishes nothing', async () => {
    const { sql, log } = published;
    const stand = async () => ({
      tables: await sql.query(
        `SELECT (SELECT count() FROM signals) AS signals, (SELECT count() FROM policies) AS policies,
                (SELECT count() FROM clocks) AS clocks, (SELECT max(generation) FROM positions) AS generation`,
      ),
      signals: await log.bounds('signals', 0),
    });
    const before = await stand();
    await backtest(OTHER.mall);
    expect(await stand()).toEqual(before);
  });
});
