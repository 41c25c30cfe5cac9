import { describe, expect, it } from 'vitest';
import { compiledPromise as promise, refused } from '../../../../../test/support/linted-pack.ts';

describe('ladders', () => {
  const ladder = (at: string, counting = '{}') =>
    promise({ counting, ladder: `[{ name: s, at: ${at}, level: l, role: r, responsibility: x }]` }).ladder[0]!.at;
  const ladderOf = (name: string, at = '75 %', tell = '') =>
    `[{ name: ${name}, at: ${at}, level: l, role: r, responsibility: x${tell} }]`;

  it.each([
    ['75 %', { percent: 75 }],
    ['150%', { percent: 150 }],
    ['30 minutes before', { before: 1_800_000 }],
    ['30 minutes before the deadline', { before: 1_800_000 }],
    ['1 hour after', { after: 3_600_000 }],
    ['1 hour after the deadline', { after: 3_600_000 }],
    ['1 hour after on office', { after: 3_600_000, calendar: 'office' }],
    ['1 hour on office after', { after: 3_600_000, calendar: 'office' }],
    ['at start', { start: 0 }],
    ['1 hour after start', { start: 3_600_000 }],
    ['1 hour 30 minutes after start on office', { start: 5_400_000, calendar: 'office' }],
  ])('come at %s', (at, expected) => {
    expect(ladder(at)).toEqual(expected);
  });
  it('count as the promise does unless they say otherwise', () => {
    const counting = '{ hours: office }';
    expect(ladder('1 hour after start', counting)).toEqual({ start: 3_600_000, calendar: 'office' });
    expect(ladder('1 hour after start round the clock', counting)).toEqual({ start: 3_600_000 });
    expect(ladder('1 hour round the clock after', counting)).toEqual({ after: 3_600_000 });
    expect(ladder('1 hour after on always', counting)).toEqual({ after: 3_600_000, calendar: 'always' });
    expect(ladder('1 hour before', counting)).toEqual({ before: 3_600_000 });
  });
  it.each([
    [
      'soon',
      '"soon" is no moment of a clock. | `75 %`, `30 minutes before`, `1 hour after`, `at start`, or `8 hours after start`',
    ],
    ['0 %', 'At 0 % the clock has just begun. | `at start`, or a share above 0 %'],
    ['2 days after start', '"2 days after start" does not say which days. | `48 hours after start`'],
    ['1 hour after start on ofice', 'This pack has no calendar "ofice". | `office`'],
  ])('do not come at %s', (at, expected) => {
    expect(refused({ ladder: ladderOf('s', at) })).toEqual([`18:29 ladder[0].at: ${expected}`]);
  });
  it.each(['deadline', 'stop', 'retract'])('have no step called %s', (name) => {
    expect(refused({ ladder: ladderOf(name) })).toEqual([
      `18:22 ladder[0].name: "${name}" is what every clock calls a step of its own. | another name: signals are told apart by it`,
    ]);
  });
  it.each(['retract:s', 'stop~1'])('have no step called %s', (name) => {
    expect(refused({ ladder: ladderOf(`"${name}"`) })).toEqual([
      `18:22 ladder[0].name: "${name}" has a sign that only a clock's own steps have. | a name without \`:\` and \`~\``,
    ]);
  });
  it('say who is told', () => {
    const tell = (text: string) => promise({ ladder: ladderOf('s', '75 %', `, tell: ${text}`) }).ladder[0]!.tell;
    expect(tell('assignee')).toEqual(['assignee']);
    expect(tell('[assignee, on-call]')).toEqual(['assignee', 'on-call']);
  });
});
