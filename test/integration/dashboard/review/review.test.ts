import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReviewBy, ReviewFilters } from '../../../../dashboard/src/contract/review-api.ts';
import type { ReviewQuestion } from '../../../../dashboard/src/server/review/chosen-clocks.ts';
import { reviewOf } from '../../../../dashboard/src/server/review/review.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../../support/clickhouse.ts';
import { type PaperReview, paperRow } from '../../../support/oracles/review.ts';
import { describeReal } from '../../../support/require-all.ts';
import { BEGIN, liveThrough, numbersFrom, type World } from './review-world.ts';

const clickhouse = await clickhouseForTests();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALL: ReviewFilters = { partner: null, team: null, promise: null, kind: null };
const SEEDS = [1, 2, 3];
/** As the world's pack has it. */
const INTERNAL = 'test/answer';
const WORKING = ['a', 'b'];

describeReal('ClickHouse', clickhouse.missing)('a review of any period', () => {
  let fresh: FreshDatabase;
  const worlds = new Map<number, World>();
  beforeAll(async () => {
    fresh = await freshDatabase(clickhouse);
    for (const seed of SEEDS) worlds.set(seed, await liveThrough(fresh.sql, seed, seed));
  }, 120_000);
  afterAll(() => fresh?.drop());

  const ask = (seed: number, over: Partial<ReviewQuestion>, now = worlds.get(seed)!.now) => {
    const question = { from: BEGIN, to: BEGIN + 14 * DAY, tz: 'UTC', by: 'team' as const, filters: ALL, ...over };
    return reviewOf({ sql: fresh.sql, generation: seed, now: () => now, nameOf: () => undefined }, question);
  };

  function paper(seed: number, question: Pick<ReviewQuestion, 'from' | 'to' | 'by' | 'filters'>): PaperReview {
    const { from, to, by, filters } = question;
    const { partner, team, promise, kind } = filters;
    return {
      ...worlds.get(seed)!,
      from,
      to,
      groupOf: (clock) => (by === 'level' ? '' : clock[by]),
      isChosen: (clock) =>
        (partner === null || clock.partner === partner) &&
        (team === null || clock.team === team) &&
        (promise === null || clock.promise === promise) &&
        (kind === null || (clock.promise === INTERNAL ? 'internal' : 'contractual') === kind),
      workingRows: WORKING,
    };
  }

  test('there is something of everything to review', async () => {
    for (const seed of SEEDS) {
      const { clocks, signals, ratings } = worlds.get(seed)!;
      const states = new Set(clocks.map(({ state }) => state));
      expect([...states]).toEqual(expect.arrayContaining(['met', 'breached', 'cancelled']));
      const kinds = new Set(signals.map(({ kind }) => kind));
      expect([...kinds]).toEqual(expect.arrayContaining(['escalated', 'retracted', 'breached']));
      expect(ratings.length).toBeGreaterThan(30);
      const { total } = await ask(seed, {});
      for (const [figure, value] of Object.entries(total)) {
        if (figure !== 'name' && figure !== 'group') expect(value, figure).toBeTruthy();
      }
      expect(total.levels.map(({ level }) => level)).toEqual(
        expect.arrayContaining(['', 'picker', 'lead', 'manager', 'L3', '=head']),
      );
    }
  });

  test.each(SEEDS)('says what counting says, whatever is asked (world %i)', async (seed) => {
    const next = numbersFrom(seed * 7919);
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!;
    for (let n = 0; n < 24; n++) {
      const from = BEGIN + Math.floor(next() * 13 * DAY);
      const question = {
        from,
        // Periods that end behind the last of what was told end now.
        to: from + 1 + Math.floor(next() * pick([HOUR, DAY, 14 * DAY])),
        by: pick<ReviewBy>(['team', 'partner', 'promise', 'level']),
        filters: {
          partner: pick([null, null, 'p1', 'nobody']),
          team: pick([null, null, 'L1', '']),
          promise: pick([null, null, null, 'test/answer', 'test/ship']),
          kind: pick([null, null, 'internal' as const, 'contractual' as const]),
        },
      };
      const answer = await ask(seed, question);
      const review = paper(seed, question);
      expect(answer.total, JSON.stringify(question)).toEqual({ group: null, name: null, ...paperRow(review, null) });
      for (const { group, name, ...figures } of answer.groups) {
        expect(figures, `${group} of ${JSON.stringify(question)}`).toEqual(paperRow(review, group));
      }
    }
  });

  test.each(SEEDS)(
    'groups of a partition add up to the total, and two periods to both together (world %i)',
    async (seed) => {
      const SUMS = ['opened', 'met', 'breached', 'cancelled', 'noDeadline', 'resolved', 'ratings'] as const;
      for (const by of ['team', 'partner', 'promise'] as const) {
        const answer = await ask(seed, { by });
        for (const figure of [...SUMS, 'open'] as const) {
          const sum = answer.groups.reduce((all, row) => all + row[figure], 0);
          expect(sum, `${figure} by ${by}`).toBe(answer.total[figure]);
        }
        for (const { level, reached, stood, ms, ...rest } of answer.total.levels) {
          const of = answer.groups.flatMap(({ levels }) => levels.filter((row) => row.level === level));
          const sum = (figure: 'reached' | 'stood' | 'ms'): number => of.reduce((all, row) => all + row[figure], 0);
          expect([sum('reached'), sum('stood'), sum('ms')], `${level} by ${by}`).toEqual([reached, stood, ms]);
          expect(rest.met + rest.breached + rest.cancelled + rest.noDeadline + rest.open).toBe(stood);
        }
      }
      const middle = BEGIN + 6 * DAY + 5 * HOUR;
      const [one, other, both] = await Promise.all([
        ask(seed, { to: middle }),
        ask(seed, { from: middle }),
        ask(seed, {}),
      ]);
      for (const figure of SUMS) {
        expect(one.total[figure] + other.total[figure], figure).toBe(both.total[figure]);
      }
      for (const { level, reached, ms } of both.total.levels) {
        const of = [one, other].flatMap(({ total }) => total.levels.filter((row) => row.level === level));
        const sum = (figure: 'reached' | 'ms'): number => of.reduce((all, row) => all + row[figure], 0);
        expect([sum('reached'), sum('ms')], level).toEqual([reached, ms]);
      }
    },
  );

  test('a group says of itself what it says when it is asked for alone', async () => {
    const whole = await ask(1, { by: 'promise' });
    for (const { group, name, ...figures } of whole.groups) {
      const { total } = await ask(1, { by: 'promise', filters: { ...ALL, promise: group } });
      expect({ ...total }).toEqual({ group: null, name, ...figures });
    }
  });

  test('nothing of an empty Belfry, and no division by nothing', async () => {
    const { total, groups } = await reviewOf(
      { sql: fresh.sql, generation: 99, now: () => BEGIN, nameOf: () => undefined },
      { from: BEGIN, to: BEGIN + DAY, tz: 'UTC', by: 'team', filters: ALL },
    );
    expect(groups).toEqual([]);
    expect(total).toMatchObject({
      opened: 0,
      compliancePercent: null,
      medianMs: null,
      satisfactionPercent: null,
      levels: [],
    });
  });

  test('rows that were written twice, or by an older offset, count once', async () => {
    const before = await ask(1, {});
    await fresh.sql.command(
      `INSERT INTO clocks SELECT * REPLACE (-1 AS offset, 'breached' AS state) FROM clocks WHERE generation = 1`,
    );
    for (const table of ['clocks', 'signals', 'ratings']) {
      await fresh.sql.command(`INSERT INTO ${table} SELECT * FROM ${table} WHERE generation = 1`);
    }
    expect(await ask(1, {})).toEqual(before);
  });
});
