import { encodeTick } from '@belfry/ingest/contract';
import type { LogRecord, RecordKind } from '@belfry/ingest/log';
import { simulateHistory } from '@belfry/ingest/simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Forecaster } from '../../../dashboard/src/server/forecast/forecast.ts';
import { dueClocks, likeCounts } from '../../../dashboard/src/server/forecast/stored-clocks.ts';
import { shippedPacks } from '../../../processor/src/adapters/shipped-packs.ts';
import type { ClockRow } from '../../../processor/src/domain/clock/write/rows.ts';
import { parsePack } from '../../../processor/src/domain/policy/parse-pack.ts';
import { EventsFold } from '../../../processor/src/pipeline/events-fold.ts';
import { flushWhole } from '../../../processor/src/pipeline/flush-whole.ts';
import { Horizon } from '../../../processor/src/pipeline/horizon.ts';
import { NO_EFFECTS } from '../../../processor/src/pipeline/no-effects.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday, noon UTC. */
const NOW = Date.UTC(2026, 10, 23, 12);

type Clock = Pick<
  ClockRow,
  'subject' | 'promise' | 'cycle' | 'state' | 'start' | 'due' | 'stop' | 'partner' | 'policy' | 'row'
>;

describeReal('ClickHouse', clickhouse.missing)('a forecast', () => {
  let fresh: FreshDatabase;
  const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const policy = (number: number, record: unknown) =>
    fresh.sql.command(
      `INSERT INTO policies (generation, number, hash, pack, record) VALUES (1, ${number}, 'h${number}', 'p', ${quoted(JSON.stringify(record))})`,
    );
  async function store(clocks: readonly Clock[]): Promise<void> {
    const line = ({ subject, promise, cycle, state, start, due, stop, partner, policy: number, row }: Clock) =>
      `(1, ${quoted(subject)}, ${quoted(promise)}, ${cycle}, 0, 1, '${state}', ${stop === null}, 'x', ${start}, ${due}, ${stop}, 0, false, '${partner}', '', '', '', '', ${number}, ${quoted(row)}, [])`;
    for (let n = 0; n < clocks.length; n += 2_000) {
      await fresh.sql.command(
        `INSERT INTO clocks (generation, subject, promise, cycle, lane, offset, state, open, target, start, due, stop, revision, quiet, partner, market, carrier, channel, team, policy, row, ledger) VALUES ${clocks
          .slice(n, n + 2_000)
          .map(line)
          .join(', ')}`,
      );
    }
  }
  const clock = (n: number, start: number, due: number, stop: number | null, over: Partial<Clock> = {}): Clock => {
    const state = stop === null ? (due > NOW ? 'running' : 'breached') : stop > due ? 'breached' : 'met';
    const of = { promise: 'mall/ship', cycle: 0, partner: 'noor', policy: 0, row: 'all' };
    return { subject: `order/${n}`, ...of, state, start, due, stop, ...over };
  };

  beforeAll(async () => {
    fresh = await freshDatabase(clickhouse);
  });
  beforeEach(async () => {
    for (const table of ['clocks', 'policies']) await fresh.sql.command(`TRUNCATE TABLE ${table}`);
  });
  afterAll(() => fresh?.drop());

  test('says nothing of nothing', async () => {
    const { hours, fourHours } = await new Forecaster(fresh.sql, 1).at(NOW);
    expect(fourHours).toEqual({ clocks: 0, unknown: 0, breaches: { mean: 0, low: 0, high: 0 } });
    expect(hours).toHaveLength(8);
  });

  test('counts where clocks began, ended in time and are now, by the working time that was left', async () => {
    // Open from 08:00 to 18:00 on the Monday and the Friday before: the weekend is no time at all.
    const friday = NOW - 3 * DAY;
    const spans = [friday - 4 * HOUR, friday + 6 * HOUR, NOW - 4 * HOUR, NOW + 6 * HOUR].map((at) => at / MINUTE);
    const target = { kind: 'working', calendar: 'office', ms: 5 * HOUR };
    await policy(0, {
      compiled: {
        promises: [{ id: 'mall/ship', rows: [{ name: 'all', target }] }],
        calendars: { office: { spans } },
      },
    });
    await store([
      // Began on Friday at 17:00 with 5 h, of which one was worked; 4 h were left on Monday morning, two and a half at its end.
      clock(1, friday + 5 * HOUR, NOW, NOW - 2.5 * HOUR),
      // Runs: an hour is left of five.
      clock(2, friday + 6 * HOUR, NOW + HOUR, null),
      // Ended too late: it came to its deadline.
      clock(3, friday - 4 * HOUR, friday + HOUR, friday + 2 * HOUR),
      // What was paused is in none of them.
      clock(4, friday, NOW + HOUR, null, { state: 'paused' }),
    ]);
    const [counts] = await likeCounts(fresh.sql, 1, NOW, NOW - 28 * DAY);
    const at = (left: number) =>
      [0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 150, 180, 240, 300].indexOf(left / MINUTE);
    expect(counts!.entered).toEqual(new Map([[at(5 * HOUR), 3]]));
    expect(counts!.ended).toEqual(new Map([[at(2.5 * HOUR), 1]]));
    expect(counts!.running).toEqual(new Map([[at(HOUR), 1]]));
    expect(await dueClocks(fresh.sql, 1, NOW, NOW + 8 * HOUR)).toEqual([
      { promise: 'mall/ship', row: 'all', partner: 'noor', until: NOW + HOUR, count: 1, left: HOUR },
    ]);
  });

  test('says that too few are known, and with enough of them what became of those', async () => {
    const running = Array.from({ length: 10 }, (_, n) => clock(n, NOW - HOUR, NOW + 30 * MINUTE, null));
    await store(running);
    const forecaster = new Forecaster(fresh.sql, 1);
    expect((await forecaster.at(NOW)).hour).toEqual({ clocks: 10, unknown: 10, breaches: null });
    // Of 400 that ran as long, every fourth broke, and the others ended ten minutes before their deadlines.
    const ended = Array.from({ length: 400 }, (_, n) => {
      const start = NOW - 10 * DAY + n * MINUTE;
      const due = start + 1.5 * HOUR;
      return clock(1_000 + n, start, due, n % 4 === 0 ? due + HOUR : due - 10 * MINUTE);
    });
    await store(ended);
    const { hour, hours } = await forecaster.at(NOW);
    expect(hour.breaches!.mean).toBeCloseTo(2.5, 0);
    expect(hour.breaches!.low).toBeLessThanOrEqual(1);
    expect(hour.breaches!.high).toBeGreaterThanOrEqual(4);
    expect(hours[1]).toMatchObject({ clocks: 0, breaches: { mean: 0 } });
  });

  describe('of a simulated day', () => {
    test('comes true: the sum over the day, and most hours within their range', { timeout: 300_000 }, async () => {
      const rows = await simulatedClocks(NOW + 3 * DAY);
      await store(rows.filter(({ due }) => due !== null));
      let [expected, seen, within, windows] = [0, 0, 0, 0];
      for (let at = NOW; at < NOW + DAY; at += 2 * HOUR) {
        const { fourHours } = await new Forecaster(fresh.sql, 1).at(at);
        const running = rows.filter(
          ({ state, start, due, stop }) =>
            ['running', 'met', 'breached', 'cancelled'].includes(state) &&
            start <= at &&
            due !== null &&
            due > at &&
            due <= at + 4 * HOUR &&
            (stop === null || stop > at),
        );
        const broke = running.filter(({ due, stop }) => stop === null || stop > due!).length;
        expect(fourHours.clocks).toBe(running.length);
        if (fourHours.breaches === null || running.length === 0) continue;
        windows++;
        expected += fourHours.breaches.mean;
        seen += broke;
        if (broke >= fourHours.breaches.low && broke <= fourHours.breaches.high) within++;
      }
      expect(windows).toBeGreaterThanOrEqual(6);
      expect(seen).toBeGreaterThan(10);
      expect(expected).toBeGreaterThan(seen * 0.75);
      expect(expected).toBeLessThan(seen * 1.3);
      expect(within / windows).toBeGreaterThanOrEqual(0.75);
    });
  });
});

/** What the mall's promises made of a simulated month, as the lanes write it down at its end. */
async function simulatedClocks(until: number): Promise<ClockRow[]> {
  const fold = new EventsFold(0);
  const horizon = new Horizon();
  const clocks = new Map<string, ClockRow>();
  let offset = 0;
  const append = (kind: RecordKind, key: string, value: Buffer, at: number): void => {
    const record: LogRecord = { partition: 0, offset: offset++, appendTime: at, kind, key, value };
    horizon.take(record);
    const rest = fold.apply(record, horizon, NO_EFFECTS);
    if (rest !== undefined) while (!rest.next().done);
  };
  for (const { name, yaml } of await shippedPacks({ demo: true })) {
    const parsed = parsePack(yaml, name, until);
    if ('problems' in parsed) throw new Error(`${name} cannot be published`);
    const record = { hash: parsed.hash, number: null, source: yaml, compiled: parsed.compiled };
    append('policy', '', Buffer.from(JSON.stringify(record)), NOW - 40 * DAY);
  }
  const from = NOW - 30 * DAY;
  for (const event of simulateHistory({
    seed: 'forecast',
    from,
    to: until,
    orders: 12_000,
    tickets: 1_500,
    settled: false,
  })) {
    append('event', event.subject, Buffer.from(JSON.stringify(event)), Date.parse(event.time));
  }
  append('tick', '', encodeTick({ at: until, by: 'test' }), until);
  flushWhole(fold, {
    clock: (row) => clocks.set(`${row.subject} ${row.promise} ${row.cycle}`, row),
    state: () => undefined,
  });
  return [...clocks.values()];
}
