import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementSlices, opensArray, wholeSlice } from './json-slices.ts';

const bytes = (text: string) => Buffer.from(text);
const texts = (text: string) =>
  elementSlices(bytes(text), 100)?.map(({ start, end }) => bytes(text).subarray(start, end).toString());

describe('the slices of a JSON array', () => {
  it('are what its elements were written as', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 1, 2), (elements, indent) => {
        const text = ` ${JSON.stringify(elements, null, indent)}\n`;
        expect(texts(text)?.map((slice) => JSON.parse(slice) as unknown)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keep numbers and escapes as they stand', () => {
    expect(texts('[ {"a": 12345678901234567890} ,"\\"],[\\\\", 1.0]')).toEqual([
      '{"a": 12345678901234567890}',
      '"\\"],[\\\\"',
      '1.0',
    ]);
    expect(texts('[]')).toEqual([]);
    expect(texts('[ ]')).toEqual([]);
    expect(texts('[1,]')).toEqual(['1', '']);
  });

  it('are none where no array stands', () => {
    for (const text of ['', '{}', '[', '[1', '[1]]', '[1] x', '[}', '["a]']) expect(texts(text), text).toBeUndefined();
  });

  it('stop behind the most that are wanted', () => {
    expect(elementSlices(bytes('[1,2,3,4,5,6]'), 2)).toHaveLength(3);
  });

  it('tell how deep each element is, and nothing of what stands in strings', () => {
    expect(elementSlices(bytes('[1,{},{"a":[{}]},"[[[["]'), 9)?.map(({ depth }) => depth)).toEqual([0, 1, 3, 0]);
    expect(wholeSlice(bytes(' {"a":{"b":[]}} ')).depth).toBe(3);
  });

  it('never fail, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (noise) => {
        for (const { start, end } of elementSlices(noise, 5) ?? []) expect(end).toBeGreaterThanOrEqual(start);
        wholeSlice(noise);
        opensArray(noise);
      }),
    );
  });
});
