import { describe, expect, it } from 'vitest';
import { linted, shop } from '../../../../../test/support/linted-pack.ts';

/** Whether each row and each step can come to bear. */

const rows = (...each: string[]): { targets: string } => ({
  targets: `[${each.map((row) => `{ ${row} }`).join(', ')}]`,
});
const before = 'it before that row, or a narrower condition there';

describe('rows', () => {
  it('are unreachable behind wider ones', () => {
    expect(
      linted(shop(rows('name: all, target: 6 hours', 'name: never, when: { category: a }, target: 1 hour'))),
    ).toEqual([
      `error row-unreachable targets[1]: Whatever fits this row fits "all" before it: it never counts. | ${before}`,
    ]);
    expect(
      linted(
        shop(
          rows(
            'name: some, when: { category: [a, b] }, target: 6 hours',
            'name: never, when: { category: a, channel: chat }, target: 1 hour',
            'name: other, when: { category: c, channel: chat }, target: 1 hour',
          ),
        ),
      ),
    ).toEqual([
      `error row-unreachable targets[1]: Whatever fits this row fits "some" before it: it never counts. | ${before}`,
    ]);
  });

  it('are unreachable behind several that leave nothing over', () => {
    const [a, b] = [
      'name: told, when: { exists: team }, target: 6 hours',
      'name: not, when: { missing: team }, target: 6 hours',
    ];
    expect(linted(shop(rows(a!, b!, 'name: rest, target: 1 hour')))).toEqual([
      `error row-unreachable targets[2]: Whatever fits this row fits "told" or "not" before it: it never counts. | ${before}`,
    ]);
    expect(linted(shop(rows(a!, 'name: rest, target: 1 hour')))).toEqual([]);
  });

  it('are hidden by rows that rule prime time and the rest', () => {
    const during = 'name: prime, starts: during office, target: 1 hour';
    const outside = 'name: night, starts: outside office, target: 4 hours';
    expect(linted(shop(rows(during, outside, 'name: rest, target: 8 hours')))).toEqual([
      `error row-hidden-by-starts targets[2]: Whatever fits this row fits "prime" or "night" before it, at any time of day: it never counts. | ${before}`,
    ]);
    expect(linted(shop(rows('name: all, target: 1 hour', outside)))).toEqual([
      `error row-hidden-by-starts targets[1]: Whatever fits this row fits "all" before it, at any time of day: it never counts. | ${before}`,
    ]);
    expect(linted(shop(rows(during, outside)))).toEqual([]);
    expect(linted(shop(rows(during, 'name: rest, target: 8 hours')))).toEqual([]);
  });

  it('never fit outside of a calendar that never closes', () => {
    expect(linted(shop(rows('name: never, starts: outside always, target: 1 hour')))).toEqual([
      'error row-never-fits targets[0]: No subject fits this row: it contradicts itself. | one of the two',
    ]);
  });

  it('never fit if they contradict themselves, and hardly ever if they contradict the promise', () => {
    expect(linted(shop(rows('name: never, when: { category: a, not: { category: a } }, target: 1 hour')))).toEqual([
      'error row-never-fits targets[0]: No subject fits this row: it contradicts itself. | one of the two',
    ]);
    expect(
      linted(shop({ 'applies-to': '{ category: a }', ...rows('name: b, when: { category: b }, target: 1 hour') })),
    ).toEqual([
      'warning row-never-fits targets[0]: What the promise applies to does not fit this row: only a later change of its data leads here. | a condition that `applies-to` leaves open',
    ]);
  });
});

describe('slower-target', () => {
  const pair = (urgent: string, other: string) => linted(shop(rows(urgent, other)));
  it.each([
    [
      'P1 behind P2',
      'name: a, when: { priority: P1 }, target: 8 hours',
      'name: b, when: { priority: P2 }, target: 4 hours',
    ],
    [
      '1 behind 2',
      'name: a, when: { priority: "1" }, target: 8 hours',
      'name: b, when: { priority: "2" }, target: 4 hours',
    ],
    [
      'critical behind high',
      'name: a, when: { urgency: critical }, target: 8 hours',
      'name: b, when: { urgency: high }, target: 4 hours',
    ],
    [
      'under the same other condition',
      'name: a, when: { category: x, priority: P1 }, target: 8 hours',
      'name: b, when: { priority: P2, category: x }, target: 4 hours',
    ],
    [
      'in business days',
      'name: a, when: { priority: P1 }, target: 3 business days (hours) on office',
      'name: b, when: { priority: [P2, P3] }, target: 1 business day (hours) on office',
    ],
  ])('is found: %s', (_, urgent, other) => {
    expect(pair(urgent, other)).toEqual([
      'warning slower-target targets[0].target: "a" is more urgent than "b" and has more time. | at most what "b" has',
    ]);
  });
  it('is found where the urgent one has no deadline at all', () => {
    expect(
      pair('name: a, when: { priority: P1 }, target: TBD', 'name: b, when: { priority: P2 }, target: 4 hours'),
    ).toEqual([
      'warning slower-target targets[0].target: "a" is more urgent than "b" and has no deadline. | at most what "b" has',
    ]);
  });
  it.each([
    ['quicker', 'name: a, when: { priority: P1 }, target: 1 hour', 'name: b, when: { priority: P2 }, target: 4 hours'],
    [
      'as quick',
      'name: a, when: { priority: P1 }, target: 4 hours',
      'name: b, when: { priority: P2 }, target: 4 hours',
    ],
    [
      'under another condition',
      'name: a, when: { category: x, priority: P1 }, target: 8 hours',
      'name: b, when: { category: y, priority: P2 }, target: 4 hours',
    ],
    [
      'counted otherwise',
      'name: a, when: { priority: P1 }, target: 8 hours',
      'name: b, when: { priority: P2 }, target: 4 hours on office',
    ],
    [
      'no rank',
      'name: a, when: { priority: soon }, target: 8 hours',
      'name: b, when: { priority: later }, target: 4 hours',
    ],
  ])('is not said of one that is %s', (_, urgent, other) => {
    expect(pair(urgent, other)).toEqual([]);
  });
});

describe('steps', () => {
  const ladder = (...steps: (readonly [name: string, at: string, level?: string])[]): { ladder: string } => ({
    ladder: `[${steps.map(([name, at, level = 'lead']) => `{ name: ${name}, at: ${at}, level: ${level}, role: r, responsibility: x }`).join(', ')}]`,
  });
  it('never come where no row has a deadline, unless they are counted from the start', () => {
    const noDeadline = rows('name: all, target: TBD');
    for (const at of ['75 %', '1 hour before', '1 hour after']) {
      expect(linted(shop({ ...noDeadline, ...ladder(['s', at]) }))).toEqual([
        'error step-never-comes ladder[0]: No row has a deadline, so the step "s" never fires. | a target, a time after the start, or no such step',
      ]);
    }
    expect(linted(shop({ ...noDeadline, ...ladder(['s', 'at start'], ['t', '8 hours after start']) }))).toEqual([]);
  });
  it('never come before the start', () => {
    expect(linted(shop(ladder(['early', '6 hours before'])))).toEqual([
      'error step-never-comes ladder[0]: Every target is over before the step "early" comes. | a shorter time, or a share such as `75 %`',
    ]);
    expect(linted(shop(ladder(['early', '5 hours before'])))).toEqual([]);
  });
  it('come too late for the level whose target is over', () => {
    const own = rows('name: mine, target: 6 hours, team: "L1, L2"', 'name: other, target: 9 hours');
    for (const at of ['6 hours after start', '1 hour after', '120 %']) {
      expect(
        linted(
          shop({
            ...rows(
              'name: mine, when: { category: a }, target: 6 hours, team: "L1, L2"',
              'name: other, target: 9 hours',
            ),
            ...ladder(['s', at, 'L2']),
          }),
        ),
      ).toEqual([
        'warning step-after-target ladder[0].at: "s" tells L2 when the target of its own row "mine" is over. | a time before the deadline, or the next level',
      ]);
    }
    expect(own.targets).toContain('mine');
    expect(
      linted(
        shop({
          ...rows('name: mine, target: 6 hours, team: L2'),
          ...ladder(['s', '5 hours after start', 'L2'], ['t', '1 hour after', 'L3']),
        }),
      ),
    ).toEqual([]);
  });
  it('come too late if every target is over by then', () => {
    expect(linted(shop(ladder(['s', '6 hours after start'])))).toEqual([
      'warning step-after-target ladder[0].at: Every target is over when the step "s" comes. | a shorter time, or one after the deadline',
    ]);
    expect(linted(shop(ladder(['s', '9 hours on office after start'])))).toHaveLength(1);
    expect(
      linted(shop({ ...rows('name: all, target: 6 hours on office'), ...ladder(['s', '9 hours after start']) })),
    ).toEqual([]);
  });
  it('come at once', () => {
    const expected =
      'warning steps-at-once ladder[1].at: The steps "s" and "t" come in the same instant. | another time, or one step that tells both';
    expect(linted(shop(ladder(['s', '75 %'], ['t', '75 %'])))).toEqual([expected]);
    expect(linted(shop(ladder(['s', '50 %'], ['t', '3 hours before'])))).toEqual([expected]);
    expect(linted(shop(ladder(['s', '3 hours after start'], ['t', '50 %'])))).toEqual([expected]);
    expect(linted(shop(ladder(['s', '50 %'], ['t', '2 hours before'])))).toEqual([]);
    expect(
      linted(
        shop({ ...rows('name: all, target: 6 hours on office'), ...ladder(['s', '50 %'], ['t', '3 hours before']) }),
      ),
    ).toEqual([]);
  });
});
