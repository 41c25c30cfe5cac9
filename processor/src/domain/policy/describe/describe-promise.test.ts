import { describe, expect, it } from 'vitest';
import { NOW, shop } from '../../../../../test/support/linted-pack.ts';
import type { CompiledPromise, Condition } from '../compiled.ts';
import { parsePack } from '../parse-pack.ts';
import { describePromise, describeRow } from './describe-promise.ts';
import { conditionInWords, durationInWords, momentInWords, triggerInWords } from './in-words.ts';

function promise(over: Record<string, string>): CompiledPromise {
  const parsed = parsePack(shop(over), 'shop.yaml', NOW);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.compiled.promises[0]!;
}
const rows = (...targets: string[]): string[] => {
  const each = targets.map(
    (target, n) => `{ name: "account/kind-${n}", when: { category: c${n} }, target: ${target} }`,
  );
  const answer = promise({ targets: `[${each.join(', ')}]` });
  return answer.rows.map((row) => describeRow(answer, row));
};

describe('a row as a sentence', () => {
  it('is what a manager would say', () => {
    const targets =
      '[{ name: account/warehouse-edit, when: { category: a }, target: 3 hours, team: L2 }, { name: b, target: "-" }]';
    const answer = promise({ targets });
    expect(describeRow(answer, answer.rows[0]!)).toBe('Warehouse edit: resolve in 3 h, round the clock, L2');
  });
  it('says how time is counted, or that there is no deadline', () => {
    expect(
      rows(
        '90 minutes on office',
        '1 business day (same time) on office',
        '2 business days (end of day) on office',
        'until promise.deliverBy',
        'TBD',
        '"-"',
      ),
    ).toEqual([
      'Kind 0: resolve in 1 h 30 min of working time on office',
      'Kind 1: resolve within 1 business day (the same time on the working day) on office',
      'Kind 2: resolve within 2 business days (the end of the working day) on office',
      'Kind 3: resolve until what promise.deliverBy says',
      'Kind 4: target not set yet',
      'Kind 5: no target',
    ]);
  });
  it('of the only one a promise has is called by the promise', () => {
    const answer = promise({
      title: 'First answer',
      stop: 'ticket.message',
      targets: '[{ name: x, target: 5 minutes, starts: during office }]',
    });
    expect(describeRow(answer, answer.rows[0]!)).toBe(
      'First answer: answer in 5 min, round the clock, if it begins during office',
    );
  });
});

it('a promise says what holds for all its rows', () => {
  expect(
    describePromise(
      promise({
        'applies-to': '{ segment: [gold, silver], missing: impact }',
        cycles: 'every start',
        pause:
          '[{ name: w, while: { waitingOn: customer }, holder: the customer }, { name: h, from: ticket.rated, until: { state: { status: open } }, holder: the desk }]',
        reopen: '{ on: ticket.reopened, then: new cycle }',
        ladder: '[{ name: r, at: 75 %, level: l, role: the team, responsibility: Do it. }]',
      }),
    ).split('\n'),
  ).toEqual([
    'Answer: resolve in 6 h, round the clock',
    'Promised where segment is gold or silver and impact is not told',
    'Each start opens a new cycle if none runs',
    'Does not count while waitingOn is customer; the customer holds it then',
    'Does not count from ticket.rated until any event that brings about status is open; the desk holds it then',
    'Reopened, it begins a new cycle',
    'At 75 % of the target: the team. Do it.',
    'An objective of our own',
  ]);
});

it('a promise says what makes its breaches one incident, where that is not the partner', () => {
  const lines = (cause: string): string[] => describePromise(promise({ cause })).split('\n');
  expect(lines('carrier')).toContain('Breaches of one carrier are one incident');
  expect(lines('subject')).toContain('Breaches of one ticket are one incident');
});

describe('words', () => {
  it.each([
    [3_600_000, '1 h'],
    [5_400_000, '1 h 30 min'],
    [90_000, '1 min 30 s'],
    [172_800_000, '48 h'],
    [1, '1 ms'],
  ])('%i ms', (ms, words) => {
    expect(durationInWords(ms)).toBe(words);
  });
  it('moments', () => {
    expect(momentInWords({ start: 0 })).toBe('at the start');
    expect(momentInWords({ start: 3_600_000, calendar: 'office' })).toBe('1 h after the start, on office');
    expect(momentInWords({ after: 60_000 })).toBe('1 min after the deadline, round the clock');
    expect(momentInWords({ before: 60_000 })).toBe('1 min before the deadline');
  });
  it.each<[Condition, string]>([
    [
      { any: [{ field: 'a', is: 1 }, { all: [{ field: 'b', is: true }, { not: { field: 'c', exists: true } }] }] },
      'a is 1 or (b is true and not (c is told))',
    ],
    [{ all: [] }, 'always'],
    [{ any: [] }, 'never'],
  ])('conditions: %j', (condition, words) => {
    expect(conditionInWords(condition)).toBe(words);
  });
  it('triggers', () => {
    expect(triggerInWords({ on: [] })).toBe('nothing');
    expect(triggerInWords({ on: ['a', 'b'], where: { field: 'public', is: true } })).toBe('a or b with public is true');
  });
});
