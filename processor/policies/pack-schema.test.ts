import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packJsonSchema } from '../src/domain/policy/schema/pack-json-schema.ts';

const read = (file: string): string => readFileSync(new URL(`./${file}`, import.meta.url), 'utf8');
const packs = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.yaml'));

it('pack.schema.json is what the code says; write the file anew when this fails', () => {
  expect(JSON.parse(read('pack.schema.json'))).toEqual(packJsonSchema());
});

it.each(packs)('%s tells editors of it', (file) => {
  expect(read(file).split('\n')[0]).toBe('# yaml-language-server: $schema=./pack.schema.json');
});
