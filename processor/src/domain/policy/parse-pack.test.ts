import { describe, expect, it } from 'vitest';
import { type ParsedPack, parsePack } from './parse-pack.ts';
import { tellProblem } from './problem.ts';

const NOW = Date.parse('2026-11-23T00:00:00Z');
const HEAD = `pack: shop
title: Shop
description: For this test.
effective: 2026-01-01
`;
const PROMISE = `promises:
  answer:
    title: Answer
    subject: ticket
    kind: internal
    start: ticket.created
    stop: ticket.resolved
    provenance: This test
    targets:
      - { name: all, target: 6 hours }
`;
const CALENDAR = `calendars:
  office:
    zone: Europe/Prague
    hours:
      monday to friday: 09:00-18:00
`;

/** Problems as `line: path: message | instead`. */
function problems(source: string): string[] {
  const parsed = parsePack(source, 'shop.yaml', NOW);
  if (!('problems' in parsed)) throw new Error('It was taken.');
  return parsed.problems.map(({ line, path, message, instead }) => `${line}: ${path}: ${message} | ${instead}`);
}
function taken(source: string): ParsedPack {
  const parsed = parsePack(source, 'shop.yaml', NOW);
  if ('problems' in parsed) throw new Error(parsed.problems.map(tellProblem).join('\n'));
  return parsed;
}

describe('parsePack', () => {
  it('takes a small pack', () => {
    const { hash, compiled } = taken(HEAD + PROMISE);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(compiled).toMatchObject({ pack: 'shop', effective: Date.parse('2026-01-01T00:00:00Z'), applies: 'new' });
    expect(compiled.promises[0]).toMatchObject({
      id: 'shop/answer',
      start: { on: ['ticket.created'] },
      cancel: { on: [] },
      rows: [{ name: 'all', target: { kind: 'elapsed', ms: 21_600_000 }, provenance: 'This test' }],
    });
  });

  it('knows a pack by its bytes', () => {
    expect(taken(HEAD).hash).toBe(taken(HEAD).hash);
    expect(taken(HEAD).hash).not.toBe(taken(`${HEAD}\n`).hash);
    expect(taken('pack: a\ntitle: b\ndescription: c\neffective: 2026-01-01\n').hash).toBe(
      '2dc0841d4088937c52602f4c2f5ad608bade26b64b82fd785edc2fe2732642f1',
    );
  });

  it('says all mistakes at once, each with its line and what to write instead', () => {
    const source = `${HEAD.replace('title: Shop', 'titel: Shop')}${CALENDAR}${PROMISE.replace('kind: internal', 'kind: secret')}`;
    expect(problems(source)).toEqual([
      '1: title: `title` is missing. | a title in a few words',
      '2: titel: There is no key "titel" here. | `title`',
      '14: promises.answer.kind: "secret" does not fit here. | `contractual` or `internal`',
    ]);
  });

  it('goes on after a part that does not fit, and says what is wrong with the others', () => {
    const source = `${HEAD.replace('title: Shop', 'titel: Shop')}${CALENDAR.replace('09:00', '19:00')}${PROMISE}  ask:
    kind: secret
  tell:
    title: Tell
    subject: ticket
    kind: internal
    applies-to: { test: true }
    start: ticket.craeted
    stop: ticket.resolved
    provenance: This test
    targets:
      - { name: all, target: 6 hours on office }
      - { name: all, target: 3 days on ofice }
`;
    expect(problems(source).map((each) => each.split(' | ')[0])).toEqual([
      '1: title: `title` is missing.',
      '2: titel: There is no key "titel" here.',
      '9: calendars.office.hours.monday to friday: "19:00-18:00" runs over midnight or is empty.',
      ...['title', 'subject', 'start', 'stop', 'targets', 'provenance'].map(
        (key) => `20: promises.ask.${key}: \`${key}\` is missing.`,
      ),
      '21: promises.ask.kind: "secret" does not fit here.',
      '27: promises.tell.start: "ticket.craeted" is no event.',
      '32: promises.tell.targets[1].name: There is a row "all" before.',
      '32: promises.tell.targets[1].target: "3 days on ofice" does not say which days.',
    ]);
  });

  it.each<[string, string, string]>([
    [
      'an unknown event',
      PROMISE.replace('ticket.resolved', 'ticket.resolve'),
      '11: promises.answer.stop: "ticket.resolve" is no event. | `ticket.resolved`',
    ],
    [
      'an event that never happens to a ticket',
      PROMISE.replace('ticket.created', 'order.opened'),
      '10: promises.answer.start: `order.opened` never happens to a ticket. | an event of the ticket',
    ],
    [
      'a stop that never comes',
      PROMISE.replace('stop: ticket.resolved', 'stop: []'),
      '11: promises.answer.stop: An empty list never happens. | at least one event type',
    ],
    [
      'a day that says nothing',
      PROMISE.replace('6 hours', '2 days'),
      '14: promises.answer.targets[0].target: "2 days" does not say which days. | `48 hours`, or `2 business days`',
    ],
    [
      'no target',
      PROMISE.replace('6 hours', 'soon'),
      '14: promises.answer.targets[0].target: "soon" is no target. | `6 hours`, `1 business day`, `until promise.deliverBy`, `TBD` or `"-"`',
    ],
    [
      'an unknown calendar',
      `${PROMISE.replace('6 hours', '6 hours on ofice')}${CALENDAR}`,
      '14: promises.answer.targets[0].target: This pack has no calendar "ofice". | `office`',
    ],
    [
      'business days that are not explained',
      PROMISE.replace('6 hours', '1 business day on office') + CALENDAR,
      '14: promises.answer.targets[0].target: It is not said what a business day means. | `(same time)`, `(hours)` or `(end of day)` behind it, or `counting: { a-day: same time }` in the promise',
    ],
    [
      'two rows of one name',
      `${PROMISE}      - { name: all, target: 3 hours }\n`,
      '15: promises.answer.targets[1].name: There is a row "all" before. | another name: clocks tell by it which row ruled',
    ],
    [
      'a step that passes for the deadline',
      `${PROMISE}    ladder:\n      - { name: deadline, at: 50 %, level: l, role: r, responsibility: x }\n`,
      '16: promises.answer.ladder[0].name: "deadline" is what every clock calls a step of its own. | another name: signals are told apart by it',
    ],
    [
      'a condition without a value',
      PROMISE.replace('name: all,', 'name: all, when: { category: },'),
      '14: promises.answer.targets[0].when.category: `category` cannot be compared with this. | a text, a number, true, false, or a list of those',
    ],
    [
      'a condition that contains itself',
      PROMISE.replace('name: all,', 'name: all, when: &w { not: *w },'),
      `14: promises.answer.targets[0].when${'.not'.repeat(20)}: This condition is too deep to be read. | it flat, without conditions that contain themselves`,
    ],
    [
      'hours over midnight',
      CALENDAR.replace('09:00-18:00', '22:00-06:00'),
      '9: calendars.office.hours.monday to friday: "22:00-06:00" runs over midnight or is empty. | `22:00-24:00` on this day and `00:00-06:00` on the next',
    ],
    [
      'no weekday',
      CALENDAR.replace('monday to friday', 'mnday'),
      '9: calendars.office.hours.mnday: "mnday" is no weekday. | `monday`',
    ],
    [
      'a weekday twice',
      `${CALENDAR}      friday: 09:00-12:00\n`,
      '10: calendars.office.hours.friday: friday has its hours already. | each weekday once, several spans as `09:00-12:00, 13:00-18:00`',
    ],
    [
      'an unknown zone',
      CALENDAR.replace('Europe/Prague', 'Europe/Praha'),
      '7: calendars.office.zone: "Europe/Praha" is no time zone. (UNKNOWN_ZONE) | an IANA name such as `Europe/Prague` or `UTC`',
    ],
    [
      'a date that is none',
      `${CALENDAR}    holidays:\n      2026-02-30: Never\n`,
      '11: calendars.office.holidays.2026-02-30: "2026-02-30" is no date. | a date such as `2026-04-03`, or `2026-03-19 to 2026-03-22`',
    ],
    [
      'an exception on a holiday',
      `${CALENDAR}    holidays:\n      2026-12-28: Closed\n    exceptions:\n      2026-12-28: 09:00-12:00\n`,
      '13: calendars.office.exceptions.2026-12-28: 2026-12-28 is a holiday too. | it in one of the two places',
    ],
    [
      'a KPI of no promise',
      `${PROMISE}kpis:\n  k:\n    title: K\n    counts: { promise: answr }\n    window: 7 days\n    block: 90 %\n    provenance: This test\n`,
      '18: kpis.k.counts.promise: This pack has no promise "answr". | `answer`',
    ],
    [
      'a warning below the limit',
      `${PROMISE}kpis:\n  k:\n    title: K\n    counts: { promise: answer }\n    window: 7 days\n    warn: 80 %\n    block: 90 %\n    provenance: This test\n`,
      '20: kpis.k.warn: It would block before it warns. | a limit that is not looser than `block`',
    ],
  ])('refuses %s', (_, body, expected) => {
    expect(problems(HEAD + body)).toEqual([expected]);
  });

  it('refuses to rule what lies before its calendars', () => {
    expect(problems(HEAD.replace('2026-01-01', '2009-12-31'))).toEqual([
      '4: effective: Calendars are compiled from 2010 on. | `2010-01-01` or later',
    ]);
    expect(taken(HEAD.replace('2026-01-01', '2010-01-01T01:00:00+01:00')).compiled.effective).toBe(1_262_304_000_000);
  });

  it('refuses a calendar without working time ahead, by name', () => {
    const [first, ...others] = problems(HEAD + CALENDAR.replace('09:00-18:00', 'closed'));
    expect(first).toMatch(
      /^8: calendars\.office\.hours: The calendar "office" has no working time after 2026-11-23.*NO_WORKING_TIME/,
    );
    expect(others).toEqual([]);
  });

  it('explains what YAML says about a bare dash and about keys that stand twice', () => {
    expect(
      problems(
        HEAD + PROMISE.replace('      - { name: all, target: 6 hours }', '      - name: all\n        target: -'),
      )[0],
    ).toMatch(/^15: .*`"-"` in quotes/);
    expect(problems(`${HEAD}title: Again\n`)).toEqual(['5: : This key stands here twice. | it once, or another name']);
  });

  it.each(['', '- a', '42', '{', 'a: *b', '&a [*a]', 'x: !!binary 1'])('refuses %j without throwing', (source) => {
    expect(problems(source).length).toBeGreaterThan(0);
  });

  it('tells a problem on one line', () => {
    const parsed = parsePack(HEAD.replace('2026-01-01', 'soon'), 'shop.yaml', NOW);
    if (!('problems' in parsed)) throw new Error('It was taken.');
    expect(parsed.problems.map(tellProblem)).toEqual([
      'shop.yaml:4:12 effective: "soon" is no date. Write a date such as `2026-01-01`, or an instant with a zone such as `2026-01-01T09:00:00+01:00`.',
    ]);
  });
});
