import { describe, expect, it } from 'vitest';
import { compiledShop, linted, NOW, shop } from '../../../../../test/support/linted-pack.ts';
import { parsePack } from '../parse-pack.ts';
import { endsSoon } from './calendars.ts';
import { lintPacks } from './lint-packs.ts';

/** Calendars, fields, values, KPIs, and several packs at once. */

const DAY_MS = 86_400_000;
const withCalendar = (calendar: string): string => shop().replace('promises:', `  school: ${calendar}\npromises:`);

describe('calendars', () => {
  const noPartTime = '{ zone: UTC, hours: { monday: 09:00-12:00 }, holidays: { 2027-07-01 to 2027-08-31: Summer } }';
  it('that stand still for more than 31 days are named with the days', () => {
    expect(linted(withCalendar(noPartTime))).toEqual([
      'warning calendar-gap calendars.school: The calendar "school" has no working time from 2027-06-28 to 2027-09-06. | hours for those days under `exceptions`, unless nobody works then',
    ]);
    expect(linted(withCalendar(noPartTime.replace('08-31', '07-25')))).toEqual([]);
  });
  it('that end within 90 days are named with their end', () => {
    const ends = '{ zone: UTC, hours: {}, exceptions: { 2026-01-02 to 2026-12-31: 09:00-17:00 } }';
    expect(linted(withCalendar(ends))[0]).toBe(
      'warning calendar-gap calendars.school: The calendar "school" has no working time from 2026-12-31 to 2032-11-23. | hours for those days under `exceptions`, unless nobody works then',
    );
    expect(linted(withCalendar(ends))[1]).toContain(
      'calendar-ends calendars.school: The calendar "school" has no working time after 2026-12-31',
    );
    expect(linted(withCalendar(ends), NOW - 100 * DAY_MS).join()).not.toContain('calendar-ends');
  });
});

it('asks of a calendar that was published long ago whether it ends', () => {
  const { always } = compiledShop({}).calendars;
  expect(new Date(always!.until).toISOString()).toBe('2032-11-23T00:00:00.000Z');
  expect(endsSoon(always!, Date.parse('2032-08-24T00:00:00Z'))).toBe(false);
  expect(endsSoon(always!, Date.parse('2032-08-26T00:00:00Z'))).toBe(true);
});

describe('fields and values', () => {
  it('an unknown field, with the place that lists those that there are', () => {
    expect(linted(shop({ targets: '[{ name: all, when: { kunde: gold }, target: 6 hours }]' }))).toEqual([
      'warning unknown-field targets[0].when: No event that Belfry describes has a field `kunde`. | a field that /docs/api tells of, unless a source tells another',
    ]);
  });
  it('an unknown field, with the one that was meant', () => {
    const targets = '[{ name: all, when: { categry: a }, target: 6 hours }]';
    expect(linted(shop({ targets }))).toEqual([
      'warning unknown-field targets[0].when: No event that Belfry describes has a field `categry`. | `category`',
    ]);
  });
  it.each([
    [
      'pause',
      '[{ name: p, holder: customer, while: { waitingOn: custumer } }]',
      'pause[0].while: `waitingOn` is never "custumer". | `customer`',
    ],
    [
      'stop',
      '{ on: ticket.message, where: { actor.kind: human } }',
      'stop.where: `actor.kind` is never "human". | one of customer, agent, bot, partner, carrier, vendor, platform, call-centre',
    ],
    [
      'stop',
      '{ on: ticket.message, where: { public: "true" } }',
      'stop.where: `public` is never "true". | `true` without quotes',
    ],
  ])('a value that a field never takes: %s %s', (key, value, expected) => {
    expect(linted(shop({ [key]: value }))).toEqual([`error unknown-value ${expected}`]);
  });
  it('the status of a subject, looked for in an event', () => {
    expect(linted(shop({ start: '{ on: ticket.status-changed, where: { status: open } }' }))).toEqual([
      'warning unknown-field start.where: No event that Belfry describes has a `status` in its own data. | `state: { status: ... }`, which looks into the data of the subject',
    ]);
  });
  it('a KPI over a promise without any deadline', () => {
    const kpi = 'kpis: { k: { title: K, counts: { promise: answer }, window: 7 days, block: 90 %, provenance: x } }\n';
    expect(linted(shop({ targets: '[{ name: all, target: "-" }]' }, kpi))).toEqual([
      'error kpi-without-deadline kpis.k: "Answer" has no deadline in any row, so that this KPI has nothing to count. | a promise with a deadline',
    ]);
    expect(linted(shop({}, kpi))).toEqual([]);
  });
});

describe('other names and tables', () => {
  const targets = '[{ name: a, when: { category: account }, target: 6 hours }]';
  it('an alias of what no row names', () => {
    expect(linted(shop({ targets }, 'aliases: { category: { Acount: account, Tech: tehc } }\n'))).toEqual([
      'warning alias-without-row aliases.category.Tech: "Tech" is taken for "tehc", which no row and no condition names. | a value that a row names',
    ]);
  });
  it('a row that names an alias', () => {
    expect(
      linted(
        shop(
          { targets: targets.replace('account', '[account, Acount]') },
          'aliases: { category: { Acount: account } }\n',
        ),
      ),
    ).toEqual([
      'warning alias-without-row aliases.category.Acount: "Acount" is taken for "account", so that conditions which name it never hold. | `account` in those conditions',
    ]);
  });
  const derive = (table: string): string => `derive: { priority: { from: [impact, urgency], table: ${table} } }\n`;
  const whole = '{ high: { high: P1, low: P2 }, low: { high: P2, low: P3 } }';
  it('a table with a hole', () => {
    expect(linted(shop({}, derive(whole)))).toEqual([]);
    expect(linted(shop({}, derive('{ high: { high: P1, low: P2 }, low: { high: P2 } }')))).toEqual([
      'warning derive-holes derive.priority.table.low: With impact "low" and urgency "low" there is no priority. | a priority for each',
    ]);
  });
  it('a field that is told and worked out', () => {
    const p1 = { targets: '[{ name: a, when: { priority: P1 }, target: 6 hours }]' };
    expect(linted(shop(p1, `${derive(whole)}aliases: { priority: { Urgent: P1 } }\n`))).toEqual([
      'warning told-and-derived aliases.priority: `priority` is worked out from impact and urgency; a priority that is told wins over that, aliases included. | either `aliases` or `derive` for `priority`',
    ]);
    const restart = '{ on: ticket.classified, where: { field: priority, to: P1 } }';
    expect(linted(shop({ ...p1, restart }, derive(whole)))).toEqual([
      'warning told-and-derived restart.where: `priority` is worked out from impact and urgency; a priority that is told wins over that from then on. | a change of `impact` or `urgency`',
    ]);
  });
});

describe('several packs', () => {
  const file = (name: string, effective: string) => ({ name, yaml: shop().replace('2026-01-01', effective) });
  it('of one name from the same date on', () => {
    const { findings, errors, warnings } = lintPacks(
      [file('a.yaml', '2026-01-01'), file('b.yaml', '2026-01-01T01:00:00+01:00')],
      NOW,
    );
    expect(findings).toMatchObject([
      {
        severity: 'error',
        code: 'same-effective',
        file: 'b.yaml',
        line: 4,
        column: 12,
        message: '"shop" is effective from 2026-01-01 in a.yaml too: only one of them can rule.',
        instead: 'another date, or one file',
      },
    ]);
    expect([errors, warnings]).toEqual([1, 0]);
    expect(lintPacks([file('a.yaml', '2026-01-01'), file('b.yaml', '2026-07-01')], NOW).findings).toEqual([]);
  });
  it('tells what cannot be read at all beside what is found in the others', () => {
    const bad = { name: 'bad.yaml', yaml: 'pack: [' };
    const odd = { name: 'odd.yaml', yaml: shop({ 'applies-to': '{ test: true }' }) };
    expect(lintPacks([bad, odd], NOW).findings.map(({ file: name, code }) => `${name} ${code}`)).toEqual([
      'bad.yaml unreadable',
      'odd.yaml never-starts',
    ]);
  });
});

it('refuses at publishing what is surely wrong, and lets pass what merely looks wrong', () => {
  const codes = (yaml: string) => {
    const parsed = parsePack(yaml, 'shop.yaml', NOW);
    return 'problems' in parsed
      ? ['refused', ...parsed.problems.map(({ code }) => code)]
      : parsed.warnings.map(({ code }) => code);
  };
  expect(codes(shop({ 'applies-to': '{ test: true }' }))).toEqual(['refused', 'never-starts']);
  expect(codes(shop({ 'applies-to': '{ tset: x }' }))).toEqual(['unknown-field']);
});
