import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition, TargetRow } from './compiled.ts';
import { fieldAt, holds, matchRow } from './condition.ts';

const row = (name: string, when?: Condition): TargetRow => ({
  name,
  ...(when && { when }),
  target: { kind: 'none' },
  team: '',
  action: '',
  urgent: false,
  provenance: '',
});

describe('fieldAt', () => {
  it('walks a path into nested data', () => {
    expect(fieldAt({ promise: { deliverBy: '2026-01-02' } }, 'promise.deliverBy')).toBe('2026-01-02');
  });
  it('finds nothing behind what is missing, null or no object', () => {
    expect(fieldAt(undefined, 'a')).toBeUndefined();
    expect(fieldAt({ promise: null }, 'promise.deliverBy')).toBeUndefined();
    expect(fieldAt({ promise: 'soon' }, 'promise.length')).toBeUndefined();
  });
  it('does not find what every object inherits', () => {
    expect(fieldAt({}, 'constructor')).toBeUndefined();
    expect(fieldAt({ a: {} }, 'a.__proto__')).toBeUndefined();
  });
});

describe('holds', () => {
  const data = { category: 'finance', promise: { deliverBy: 'x' }, test: false, n: 1, gone: null };
  it.each<[string, Condition, boolean]>([
    ['is', { field: 'category', is: 'finance' }, true],
    ['is, other case', { field: 'category', is: 'Finance' }, false],
    ['is, other type', { field: 'n', is: '1' }, false],
    ['is false', { field: 'test', is: false }, true],
    ['in', { field: 'category', in: ['order', 'finance'] }, true],
    ['in, missing', { field: 'other', in: ['order'] }, false],
    ['exists', { field: 'promise.deliverBy', exists: true }, true],
    ['exists, false value', { field: 'test', exists: true }, true],
    ['null does not exist', { field: 'gone', exists: false }, true],
    ['not of a missing field', { not: { field: 'salesChannel', is: 'demo' } }, true],
    ['empty all', { all: [] }, true],
    ['empty any', { any: [] }, false],
    [
      'all',
      {
        all: [
          { field: 'n', is: 1 },
          { field: 'test', is: true },
        ],
      },
      false,
    ],
    [
      'any',
      {
        any: [
          { field: 'n', is: 1 },
          { field: 'test', is: true },
        ],
      },
      true,
    ],
  ])('%s', (_, condition, expected) => {
    expect(holds(condition, data)).toBe(expected);
  });

  it('reads fields that are kept by their whole path', () => {
    const flat = new Map([['promise.deliverBy', 'x']]);
    expect(holds({ field: 'promise.deliverBy', is: 'x' }, flat, (kept, field) => kept.get(field))).toBe(true);
  });

  it('obeys De Morgan', () => {
    const leaf = fc.record({ field: fc.constantFrom('a', 'b', 'c.d'), is: fc.constantFrom(1, 2, 'x', true) });
    const anyData = fc.record(
      { a: fc.constantFrom(1, 2, 'x'), b: fc.constantFrom(true, 'x'), c: fc.record({ d: fc.constantFrom(1, 'x') }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(leaf, { maxLength: 4 }), anyData, (leaves, subject) => {
        expect(holds({ not: { all: leaves } }, subject)).toBe(
          holds({ any: leaves.map((each) => ({ not: each })) }, subject),
        );
      }),
    );
  });
});

describe('matchRow', () => {
  const rows = [row('urgent', { field: 'priority', is: 1 }), row('finance', { field: 'category', is: 'finance' })];
  it('takes the first row that fits', () => {
    expect(matchRow(rows, { priority: 1, category: 'finance' })?.name).toBe('urgent');
    expect(matchRow(rows, { priority: 2, category: 'finance' })?.name).toBe('finance');
  });
  it('leaves what no row fits unmatched', () => {
    expect(matchRow(rows, { category: 'tech' })).toBeUndefined();
  });
  it('takes a row without a condition for everything', () => {
    expect(matchRow([...rows, row('rest')], {})?.name).toBe('rest');
  });
});
