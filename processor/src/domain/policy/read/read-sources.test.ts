import { describe, expect, it } from 'vitest';
import { parsePack } from '../parse-pack.ts';

const pack = (sources: string) => `
pack: shop
title: Shop
description: Sources.
effective: 2026-01-01
sources:
${sources}`;
const read = (sources: string) => parsePack(pack(sources), 'shop.yaml', Date.UTC(2026, 0, 1));
const rules = (sources: string) => {
  const parsed = read(sources);
  return 'problems' in parsed ? parsed.problems : parsed.compiled.sources;
};

describe('sources in a pack', () => {
  it('are named or meant by a pattern; what is not said of their silence is as Belfry has it', () => {
    expect(
      rules(`
  shop-zlin: { silence: { least: 20 s } }
  "carrier-*": { silence: { least: 1 h, factor: 5 } }
  desk: { silence: { factor: 2 } }
  erp: { silence: never }`),
    ).toEqual([
      { source: 'shop-zlin', least: 20_000, factor: 3 },
      { source: 'carrier-*', least: 3_600_000, factor: 5 },
      { source: 'desk', least: 600_000, factor: 2 },
      { source: 'erp', least: null, factor: 3 },
    ]);
  });

  it.each([
    ['  shop: { silence: { least: soon } }', 'shop.yaml:7', 'a duration such as `10 minutes` or `20 s`'],
    ['  shop: { silence: { least: 1 s } }', 'shop.yaml:7', 'a duration such as `10 minutes` or `20 s`'],
    ['  shop: { silence: sometimes }', 'shop.yaml:7', '`never`, or a mapping'],
    ['  shop: { quiet: never }', 'shop.yaml:7', 'silence'],
  ])('that cannot be read are refused with their line: %s', (sources, place, instead) => {
    const parsed = read(sources);
    if (!('problems' in parsed)) return expect.fail('it was taken');
    const told = parsed.problems.map(({ file, line, instead: what }) => `${file}:${line} ${what}`).join('\n');
    expect(told).toContain(place);
    expect(told).toContain(instead);
  });
});
