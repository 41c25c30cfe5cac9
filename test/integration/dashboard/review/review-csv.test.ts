import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReviewAnswer, ReviewRow } from '../../../../dashboard/src/contract/review-api.ts';
import { reviewRoutes } from '../../../../dashboard/src/server/review/review-routes.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../../support/clickhouse.ts';
import { describeReal } from '../../../support/require-all.ts';
import { liveThrough } from './review-world.ts';

const clickhouse = await clickhouseForTests();

/** A table of RFC 4180, read one character at a time. */
function read(csv: string): string[][] {
  const lines: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < csv.length; at++) {
    const one = csv[at]!;
    if (isQuoted && one === '"' && csv[at + 1] === '"') cell += csv[++at]!;
    else if (one === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (one === ',' || one === '\r')) {
      lines.at(-1)!.push(cell);
      cell = '';
    } else if (!isQuoted && one === '\n') lines.push([]);
    else cell += one;
  }
  return lines.slice(0, -1);
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const written = (value: unknown): string => (value === null ? '' : String(value));

describeReal('ClickHouse', clickhouse.missing)('a review as CSV', () => {
  let fresh: FreshDatabase;
  let app: ReturnType<typeof reviewRoutes>;
  beforeAll(async () => {
    fresh = await freshDatabase(clickhouse);
    const { now } = await liveThrough(fresh.sql, 1, 5);
    const nameOf = (_: string, group: string) => (group === 'p1' ? 'Möbel, "Haus" & Hof' : undefined);
    app = reviewRoutes({ sql: fresh.sql, generation: 1, now: () => now, nameOf });
  }, 60_000);
  afterAll(() => fresh?.drop());

  const both = async (query: string) => {
    const asked = `from=2026-01-03&to=2026-01-12&tz=Asia/Riyadh&${query}`;
    const [json, csv] = await Promise.all([
      app.request(`/api/review?${asked}`),
      app.request(`/api/review.csv?${asked}`),
    ]);
    const [header = [], ...lines] = read(await csv.text());
    const cells = lines.map((line) => new Map(line.map((cell, n) => [header[n]!, cell])));
    return { answer: (await json.json()) as ReviewAnswer, cells };
  };

  test.each(['by=team', 'by=partner', 'by=promise', 'by=promise&kind=internal', 'by=team&partner=nobody'])(
    'says what the JSON says: %s',
    async (query) => {
      const { answer, cells } = await both(query);
      const rows: ReviewRow[] = [...answer.groups, answer.total];
      expect(cells).toHaveLength(rows.length);
      for (const [n, { group, levels, ...figures }] of rows.entries()) {
        const line = cells[n]!;
        expect(line.get(answer.by)).toBe(group === null ? '(total)' : group || '(none)');
        for (const [figure, value] of Object.entries(figures))
          expect(line.get(snake(figure)), figure).toBe(written(value));
        for (const { level } of answer.total.levels) {
          const own = levels.find((one) => one.level === level);
          // A header that begins like a formula is kept from being one.
          const name = level === '' ? '(first level)' : level === '=head' ? "'=head" : level;
          const of = (figure: string): string | undefined => line.get(`${name}: ${figure}`);
          expect([of('reached'), of('stood'), of('ms'), of('average_ms')]).toEqual(
            own ? [own.reached, own.stood, own.ms, own.averageMs].map(String) : ['0', '0', '0', ''],
          );
        }
      }
    },
  );

  test('says what the JSON says by level', async () => {
    const { answer, cells } = await both('by=level');
    expect(answer.total.levels.length).toBeGreaterThan(4);
    expect(cells).toHaveLength(answer.total.levels.length);
    for (const [n, { level, ...figures }] of answer.total.levels.entries()) {
      expect(cells[n]!.get('level')).toBe(level === '' ? '(first level)' : level === '=head' ? "'=head" : level);
      for (const [figure, value] of Object.entries(figures)) expect(cells[n]!.get(snake(figure))).toBe(written(value));
    }
  });

  test('the document that is made of the code allows what is answered', async () => {
    const { reviewAnswer } = await import('../../../../dashboard/src/server/review/review-schema.ts');
    const { answer } = await both('by=partner');
    expect(reviewAnswer.parse(answer)).toEqual(answer);
  });
});
