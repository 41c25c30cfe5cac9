import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { tellProblem } from '../../domain/policy/problem.ts';
import { parseHooksFile } from './parse-hooks-file.ts';
import { hooksJsonSchema } from './schema/hooks-schema.ts';

const read = (file: string): string => readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8');
const published: unknown = JSON.parse(read('processor/hooks.schema.json'));
const example = read('hooks.example.yaml');

describe('hooks.schema.json', () => {
  const schema = z.fromJSONSchema(published as Parameters<typeof z.fromJSONSchema>[0]);

  it('is what the code says; write the file anew when this fails', () => {
    expect(published).toEqual(hooksJsonSchema());
  });

  it('takes the example, which tells editors of it and is YAML to everybody', () => {
    expect(example.split('\n')[0]).toBe('# yaml-language-server: $schema=./processor/hooks.schema.json');
    expect(schema.safeParse(parse(example)).error).toBeUndefined();
  });

  it.each([
    ['a key that does not exist', 'to: [ops]', 'two: [ops]'],
    ['a field that no signal has', 'carrier:', 'carier:'],
    ['a word that does not fit', 'severity: critical', 'severity: bad'],
  ])('refuses %s', (_, from, to) => {
    expect(example).toContain(from);
    expect(schema.safeParse(parse(example.replace(from, to))).success).toBe(false);
  });
});

it('the example can be used: every hook is told, every route can be reached', () => {
  const now = Date.parse('2026-11-26T12:00Z');
  const parsed = parseHooksFile(example, 'hooks.example.yaml', { env: undefined, now });
  expect('problems' in parsed ? parsed.problems.map(tellProblem) : parsed.warnings.map(tellProblem)).toEqual([]);
});

it('the document shows that example', () => {
  expect(read('docs/hooks.md')).toContain(example.split('\n').slice(1).join('\n').trim());
});
