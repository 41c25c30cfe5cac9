import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePack } from '../src/domain/policy/parse-pack.ts';

/** The packs that Belfry ships, as a hasty hand would leave them. */
const NOW = Date.parse('2026-11-23T00:00:00Z');
const read = (file: string): string => readFileSync(new URL(`./${file}`, import.meta.url), 'utf8');
const packs = [
  ...['mall', 'demo', 'demo-partners', 'webbee', 'fulfilment-hub', 'generic-support'].map((name) =>
    read(`${name}.yaml`),
  ),
  read('../../test/support/packs/marketplaces.yaml'),
  // The examples of the README state everything that a pack can.
  ...[...read('README.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml!),
];

const words = [
  '-',
  '',
  ': ',
  '{',
  '[',
  '"',
  '~',
  '&a',
  '*a',
  '!!binary',
  '0',
  '-1',
  '2026-02-31',
  '25:00-26:00',
  'all',
  'not',
].concat(
  ['__proto__', 'constructor', '1 day', '1 business day', 'until x', '#', '\t', '|', '>', '%'],
  [
    'at start',
    '0 %',
    '1 hour after',
    'during x',
    'every start',
    'continue',
    '{ state: {} }',
    '{ while: { a: b } }',
    '[a, a]',
  ],
  ['at most 3 % or 5', '101 %', 'at least', '[7 days]', 'previous month', 'this month', '0 days', 'kept', 'deadline'],
  [
    '{ promise: x }',
    '{ happened: [] }',
    '{ fits: { a: 1 } }',
    '{ wrong-status: { a: b } }',
    '[{ name: a }]',
    '400 days',
  ],
  ['{ on: ticket.created }', '{ waitingOn: nobody }', '{ all: [] }', 'true', 'deadline', 'a:b'],
);
const slip = fc.record({
  line: fc.nat(),
  kind: fc.constantFrom('lost', 'twice', 'value', 'last', 'key'),
  word: fc.constantFrom(...words),
});

function slipped(source: string, slips: readonly { line: number; kind: string; word: string }[]): string {
  const lines = source.split('\n');
  for (const { line, kind, word } of slips) {
    const place = line % lines.length;
    const text = lines[place]!;
    if (kind === 'lost') lines.splice(place, 1);
    else if (kind === 'twice') lines.splice(place, 0, text);
    else if (kind === 'value') lines[place] = text.replace(/: .*$/, `: ${word}`);
    else if (kind === 'last') lines[place] = text.replace(/: [^:,{}[\]]+(?=[,}\] ]*$)/, `: ${word}`);
    else lines[place] = text.replace(/\S+:/, `${word}:`);
  }
  return lines.join('\n');
}

it('takes a pack or says line, mistake and remedy, whatever was written, and never throws', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.constantFrom(...packs), fc.array(slip, { minLength: 1, maxLength: 3 }), (source, slips) => {
      const text = slipped(source, slips);
      const parsed = parsePack(text, 'pack.yaml', NOW);
      const problems = 'problems' in parsed ? parsed.problems : [];
      if ('problems' in parsed) {
        refused++;
        expect(problems.length).toBeGreaterThan(0);
      }
      for (const { line, column, message, instead, severity } of [...problems, ...parsed.warnings]) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(text.split('\n').length);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(message).not.toMatch(/undefined|\[object/);
        expect(instead).not.toMatch(/^$|^[A-Z]|undefined|\[object/);
        expect(problems.length > 0 || severity === 'warning').toBe(true);
      }
    }),
    { numRuns: 100 },
  );
  expect(refused).toBeGreaterThan(20);
  // Each pack is compiled as a whole, which a busy machine takes its time for.
}, 60_000);
