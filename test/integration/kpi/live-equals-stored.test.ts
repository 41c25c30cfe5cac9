import { readFileSync } from 'node:fs';
import { decodeSignal, isKpiSignal, type KpiSignal } from '@belfry/processor/contract';
import { expect, test } from 'vitest';
import { clickhouseForTests, freshDatabase } from '../../support/clickhouse.ts';
import { KpiRoom, type Running } from '../../support/kpi-room.ts';
import { IMPORT, kpiTraffic } from '../../support/kpi-traffic.ts';
import { cellOf } from '../../support/oracles/kpi-changes.ts';
import type { PlainCount } from '../../support/oracles/kpi-counts.ts';
import { bears, levelOf, rowFor } from '../../support/oracles/kpi-level.ts';
import { windowDays } from '../../support/oracles/kpi-window-days.ts';
import { laneCounts } from '../../support/oracles/lane-counts.ts';
import { lookedAt } from '../../support/oracles/rung-levels.ts';
import { describeReal } from '../../support/require-all.ts';
import { deltasInWindows, nameOf, totalsInWindows, type WallNumber, wallNumbers } from '../../support/wall-numbers.ts';

/**
 * Law 5: every number on a wall is what SQL over the deltas says at the offsets that the number includes, as of the same
 * instant, once `positions` has passed them. And both are what somebody counts who has nothing but the raw events.
 */

const HOUR = 3_600_000;
const STEP = 30 * 60_000;
/** Saturday 28 March 2026, 00:07 UTC: Prague sets its clocks forward on the 29th, weeks begin on the 29th and 30th, and a
 * month on the 1st. */
const FROM = Date.UTC(2026, 2, 28, 0, 7);
const TO = FROM + 5.5 * 24 * HOUR;
const SEED = Number(process.env.BELFRY_SEED ?? 1);
const ORDERS = 150;

const yaml = (url: string): string => readFileSync(new URL(url, import.meta.url), 'utf8');
const MALL = { name: 'mall.yaml', yaml: yaml('../../../processor/policies/mall.yaml') };
const MANY = { name: 'many-kpis.yaml', yaml: yaml('../../support/packs/many-kpis.yaml') };
/** Judges open orders again: other limits, another market, a reason and a KPI by a field that no policy has named before. */
const MANY_2 = {
  name: 'many-kpis-2.yaml',
  yaml: MANY.yaml
    .replace('effective: 2026-01-01', 'effective: 2026-01-01\napplies: open')
    .replace('market: us, zone', 'market: ca, zone')
    .replace('block: at most 6 %', 'block: at most 12 %')
    .replace('- { name: demo, when', '- { name: silver, when: { segment: silver } }\n      - { name: demo, when')
    .concat(
      '  gold:\n    title: Gold orders\n    of: order.created\n    counts: { fits: { segment: gold } }\n    zone: Asia/Kolkata\n',
      '    windows: [3 days, previous week]\n    block: at most 50 %\n    provenance: A test of its own.\n',
    ),
};

const clickhouse = await clickhouseForTests();

describeReal('ClickHouse', clickhouse.missing)('a number on a wall', () => {
  test('is what SQL over the deltas gives at its offsets, and what the raw events give by brute force', async () => {
    const { sql, drop } = await freshDatabase(clickhouse);
    const room = new KpiRoom(sql, FROM);
    await room.open();
    const compared = { quiet: 0, underTraffic: 0, notYetStored: 0, tiles: 0, standing: 0, rung: 0 };
    const seen: WallNumber[] = [];

    let packs = [MALL, MANY];
    let running = await room.processor(packs);
    let second: Running | undefined;
    /** What is done to the processors, at which step of the traffic; it goes on meanwhile. */
    const course: Record<number, () => Promise<void>> = {
      30: async () => {
        await running.stop();
        running = await room.processor(packs);
      },
      55: compareAll,
      60: () => running.dieBehind('stored'),
      // Some hours of traffic have nobody to judge them.
      70: async () => {
        running = await room.processor(packs);
      },
      85: () => running.dieBehind('published'),
      90: async () => {
        running = await room.processor(packs);
      },
      100: compareAll,
      105: () => running.dieBehind('state-stored'),
      110: async () => {
        running = await room.processor(packs);
        room.release(IMPORT);
      },
      130: async () => {
        second = await room.processor(packs, 'second-owner');
      },
      145: compareAll,
      150: async () => {
        await second!.stop();
        await running.stop();
        packs = [MALL, MANY_2];
        running = await room.processor(packs);
      },
      195: compareAll,
      200: async () => {
        running.die();
        await room.pass(STEP);
        running = await room.processor(packs);
      },
    };

    const tellings = kpiTraffic({ seed: SEED, orders: ORDERS, from: FROM, to: TO });
    let told = 0;
    for (let step = 0; FROM + step * STEP < TO; step++) {
      await course[step]?.();
      const now = Math.max(room.clock.now(), FROM + step * STEP);
      await room.pass(now - room.clock.now());
      for (; told < tellings.length && tellings[told]!.at <= now; told++) room.tell(tellings[told]!);
      // In the midst of traffic: some of it is judged, some is counted, little of it is stored.
      await room.pass(step % 4);
      const numbers = wallNumbers(room.wall, room.clock.now());
      if (step % 4 === 3) seen.push(...numbers.filter((number, n) => (n + step) % 7 === 0 && hasIncludes(number)));
      if (step % 24 === 23) compared.notYetStored += await notYetStored(numbers);
    }
    await room.pass(STEP);
    await compareAll();
    await compareAnotherWall();

    // Once positions have passed what each number included.
    const stored = await deltasInWindows(sql, seen);
    for (const [n, number] of seen.entries()) {
      expect(stored[n], nameOf(number)).toEqual({ num: number.num, den: number.den });
      compared.underTraffic++;
    }
    await compareRung();
    if (process.env.BELFRY_SEED) console.log(JSON.stringify({ ...compared, told, causes: await causes() }));
    expect(compared.quiet).toBeGreaterThan(300);
    expect(compared.underTraffic).toBeGreaterThan(300);
    expect(compared.notYetStored, 'numbers that were shown before they were stored').toBeGreaterThan(30);
    expect(compared.standing).toBeGreaterThan(100);
    expect(compared.rung).toBeGreaterThan(20);
    // The traffic has all of it, or the comparison means little.
    expect(await causes()).toEqual(
      expect.arrayContaining(['counted', 'revised', 'moved', 'withdrawn', 'policy', 'history', 'excluded/by a person']),
    );
    expect(new Set(oracleCounts().map(({ reason }) => reason))).toEqual(
      new Set([
        ...[undefined, 'by a person', 'own delivery', 'strike', 'demo', 'silver', 'called off by others'],
        'called off by the call centre',
      ]),
    );
    expect(room.reported.filter((line) => line.startsWith('fatal'))).toEqual([]);

    await running.stop();
    await room.close();
    await drop();

    /** At a quiet point: the wall, SQL over the deltas, SQL over the totals and the oracle, each by itself. */
    async function compareAll(): Promise<void> {
      await room.settle();
      const asOf = room.clock.now();
      const numbers = wallNumbers(room.wall, asOf);
      const oracle = oracleCounts();
      expect(await storedCells(), 'the cells of the totals').toEqual(cellsOf(oracle));
      const deltas = await deltasInWindows(sql, numbers);
      const totals = await totalsInWindows(sql, numbers);
      for (const [n, number] of numbers.entries()) {
        const { num, den, kpi, partner, window, zone, market } = number;
        const name = nameOf(number);
        expect(deltas[n], `deltas: ${name}`).toEqual({ num, den });
        expect(totals[n], `totals: ${name}`).toEqual({ num, den });
        const [from, to] = windowDays(window.span, zone, asOf);
        const inWindow = oracle.filter(
          (each) => each.kpi === kpi.id && each.partner === partner && each.day >= from && each.day <= to,
        );
        expect({ num: sum(inWindow, 'num'), den: sum(inWindow, 'den') }, `raw events: ${name}`).toEqual({ num, den });
        expect(number.level, name).toBe(levelOf(kpi, { num, den }, market, to));
        compared.quiet++;
      }
      compareTiles(numbers);
      compareStanding(numbers);
    }

    /** How many of these numbers include what the tables do not hold yet. */
    async function notYetStored(numbers: readonly WallNumber[]): Promise<number> {
      const positions = await room.positions();
      const isStored = ({ includes }: WallNumber): boolean =>
        Object.entries(includes).every(([lane, offset]) => (positions[`events/${lane}`] ?? 0) > offset);
      return numbers.filter((number) => !isStored(number)).length;
    }

    /** A wall that is switched on only now shows what the one shows that has listened all the time. */
    async function compareAnotherWall(): Promise<void> {
      const another = room.anotherWall();
      await room.whileTimePasses(another.start());
      for (let rounds = 0; !another.ready && rounds < 100; rounds++) await room.pass(250);
      const now = room.clock.now();
      const shown = (wall: typeof another): string[] =>
        wallNumbers(wall, now).map((number) => `${nameOf(number)}: ${number.num}/${number.den} ${number.level}`);
      expect(shown(another).sort()).toEqual(shown(room.wall).sort());
      await room.whileTimePasses(another.stop());
    }

    /** What was said last of a window that rings is what its counts are worth now. */
    function compareStanding(numbers: readonly WallNumber[]): void {
      const last = new Map(
        allRung().map((signal) => [`${signal.kpi} ${signal.partner} ${signal.window}`, signal.kind]),
      );
      for (const number of numbers) {
        const { kpi, partner, window, level, num, den, market, to } = number;
        if (!kpi.rings.includes(window.name) || level === 'n/a') continue;
        const said = last.get(`${kpi.id} ${partner} ${window.name}`) ?? 'nothing';
        const { recover } = rowFor(kpi.limits, market, to)!;
        const recovers = bears(kpi.good, recover, den, kpi.good === 'high' ? den - num : num);
        const may = {
          block: ['kpi-block'],
          warn: ['kpi-warn', 'kpi-block', 'recovered'],
          ok: ['nothing', 'recovered'],
        }[level];
        if (level === 'ok' && !recovers) may.push('kpi-warn', 'kpi-block');
        expect(may, `${nameOf(number)}: ${num}/${den} is ${level}`).toContain(said);
        compared.standing++;
      }
    }

    async function causes(): Promise<string[]> {
      const rows = await sql.query<{ cause: string }>('SELECT DISTINCT cause FROM kpi_deltas WHERE generation = 1');
      return rows.map(({ cause }) => cause);
    }

    /** What a tile shows of a KPI is the sum of what each partner's own days hold. */
    function compareTiles(numbers: readonly WallNumber[]): void {
      for (const { kpi, num, den, window } of room.wall.snapshot()!.picture.tiles) {
        const own = numbers.filter((each) => each.kpi.id === kpi && each.window.name === window);
        expect({ num: sum(own, 'num'), den: sum(own, 'den') }, `tile ${kpi}`).toEqual({ num, den });
        compared.tiles++;
      }
    }

    function oracleCounts(): PlainCount[] {
      const counts: PlainCount[] = [];
      for (let lane = 0; lane < room.log.partitions('events'); lane++) {
        for (const each of laneCounts(room.log.records('events', lane)).values()) counts.push(...each);
      }
      return counts;
    }

    async function storedCells(): Promise<string[]> {
      const rows = await sql.query<Omit<PlainCount, 'reason'>>(
        `SELECT kpi, partner, market, carrier, channel, bucket AS day, num, den FROM kpi_totals FINAL
         WHERE generation = 1 AND (num != 0 OR den != 0)`,
      );
      return rows.map((row) => `${cellOf(row)} ${row.num}/${row.den}`).sort();
    }

    /** What rang of windows, each once, however often it was published. */
    function allRung(): KpiSignal[] {
      const rung = room.log.records('signals', 0).flatMap(({ kind, value }) => {
        const signal = kind === 'signal' ? decodeSignal(value) : undefined;
        return signal !== undefined && isKpiSignal(signal) && signal.burn === null ? [signal] : [];
      });
      return [...new Map(rung.map((signal) => [signal.id, signal])).values()];
    }

    /** Whatever rang did so for the counts of that moment, and at the level that they had then. */
    async function compareRung(): Promise<void> {
      const once = allRung();
      for (let lane = 0; lane < room.log.partitions('kpi'); lane++) {
        const ofLane = once.filter((signal) => signal.lane === lane);
        for (const { rung: signal, days, market, possible } of lookedAt(room.log.records('kpi', lane), ofLane)) {
          const name = `${signal.kind} ${signal.kpi} of ${signal.partner}, ${signal.window}, kpi ${lane}/${signal.offset}`;
          expect([signal.from, signal.day, signal.market], name).toEqual([...days, market]);
          const then = possible.find(({ num, den }) => num === signal.num && den === signal.den);
          expect(then, `${name}: ${signal.num}/${signal.den} is none of ${JSON.stringify(possible)}`).toBeDefined();
          const bad = { 'kpi-block': ['block'], 'kpi-warn': ['warn'], recovered: ['ok', 'warn'] }[
            signal.kind as string
          ];
          expect(bad, name).toContain(then!.level);
          compared.rung++;
        }
      }
    }
  }, 600_000);
});

const sum = (of: readonly { num: number; den: number }[], what: 'num' | 'den'): number =>
  of.reduce((all, each) => all + each[what], 0);

const hasIncludes = ({ includes }: WallNumber): boolean => Object.keys(includes).length > 0;

function cellsOf(counts: readonly PlainCount[]): string[] {
  const cells = new Map<string, { num: number; den: number }>();
  for (const count of counts) {
    if (count.den === 0) continue;
    const cell = cells.get(cellOf(count)) ?? { num: 0, den: 0 };
    cells.set(cellOf(count), { num: cell.num + count.num, den: cell.den + 1 });
  }
  return [...cells].map(([cell, { num, den }]) => `${cell} ${num}/${den}`).sort();
}
