import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { packJsonSchema } from '../src/domain/policy/schema/pack-json-schema.ts';

const read = (file: string): string => readFileSync(new URL(`./${file}`, import.meta.url), 'utf8');
const packs = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.yaml'));
const published: unknown = JSON.parse(read('pack.schema.json'));

describe('pack.schema.json', () => {
  it('is what the code says; write the file anew when this fails', () => {
    expect(published).toEqual(packJsonSchema());
  });

  const schema = z.fromJSONSchema(published as Parameters<typeof z.fromJSONSchema>[0]);
  it.each(packs)('takes %s, which tells editors of it', (file) => {
    expect(read(file).split('\n')[0]).toBe('# yaml-language-server: $schema=./pack.schema.json');
    expect(schema.safeParse(parse(read(file))).error).toBeUndefined();
  });

  it.each([
    ['a key that does not exist', 'ladder:', 'lader:'],
    ['a word that does not fit', 'kind: internal', 'kind: secret'],
    ['a list where a text belongs', 'title: Webbee tickets', 'title: [Webbee]'],
  ])('refuses %s', (_, from, to) => {
    expect(schema.safeParse(parse(read('webbee.yaml').replace(from, to))).success).toBe(false);
  });

  it('offers what conditions and triggers can name', () => {
    const text = JSON.stringify(published);
    for (const word of [
      'waitingOn',
      'actor.kind',
      'promise.deliverBy',
      'ticket.status-changed',
      'shipment.delivered',
    ]) {
      expect(text).toContain(`"${word}"`);
    }
  });
});
