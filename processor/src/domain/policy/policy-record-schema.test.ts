import { describe, expect, it } from 'vitest';
import { smallPack } from '../../../../test/support/small-pack.ts';
import type { CompiledPack, CompiledPromise } from './compiled.ts';
import { policyRecordSchema } from './policy-record-schema.ts';

/** What a lane would stumble over stays out of it, whoever wrote it into the log. */

const record = (compiled: object) => ({ hash: 'h', number: null, source: '', compiled });
const withPromise = (over: object): CompiledPack => {
  const pack = smallPack(60);
  return { ...pack, promises: [{ ...pack.promises[0]!, ...over } as CompiledPromise] };
};
const isTaken = (compiled: object): boolean => policyRecordSchema.safeParse(record(compiled)).success;
const trigger = { on: ['order.held'] };
const reopen = (then: string) => ({ on: trigger, then });
const step = (at: object) => ({ ladder: [{ name: 's', at, level: 'l', role: 'r', responsibility: 'x' }] });

describe('a policy record', () => {
  it('of a pack that states nothing new is taken, as those of older versions are', () => {
    expect(isTaken(smallPack(60))).toBe(true);
  });

  it.each([
    { restart: trigger, cycles: 'every-start', unstarted: 'no evidence', movedBy: ['customer'] },
    { cause: 'carrier' },
    { reopen: reopen('continue'), stages: [{ name: 'inbound', from: trigger }] },
    { pauses: [{ name: 'p', holder: 'h', while: { field: 'waitingOn', is: 'customer' } }] },
    { pauses: [{ name: 'p', holder: 'h', from: trigger, until: { on: [], state: { field: 'a', exists: true } } }] },
    step({ percent: 120 }),
    step({ start: 0 }),
    step({ after: 1 }),
  ])('of %j is taken', (over) => {
    expect(isTaken(withPromise(over))).toBe(true);
  });

  it.each([
    { restart: {} },
    { cycles: 'daily' },
    { cause: 'weather' },
    { reopen: reopen('again') },
    { pauses: [{ name: 'p', holder: 'h' }] },
    { pauses: [{ name: 'p', holder: 'h', from: trigger }] },
    { pauses: [{ name: 'p', holder: 'h', while: { field: 5 } }] },
    { stages: [{ name: 'inbound' }] },
    { movedBy: 'customer' },
    step({ percent: 0 }),
    step({ start: -1 }),
    step({ start: 0.5 }),
    step({ start: 0, before: 1 }),
    step({ start: 1, calendar: 'nowhere' }),
    step({ after: 1, calendar: 'nowhere' }),
    { rows: [{ ...smallPack(60).promises[0]!.rows[0], starts: { calendar: 'nowhere', within: true } }] },
  ])('of %j is not', (over) => {
    expect(isTaken(withPromise(over))).toBe(false);
  });

  it.each([
    [{ derived: [{ field: 'priority', from: ['impact', 'urgency'], table: { high: { low: 'P2' } } }] }, true],
    [{ derived: [{ field: 'priority', from: ['impact'], table: {} }] }, false],
    [{ derived: [{ field: 'priority', from: ['impact', 'urgency'], table: { high: 'P1' } }] }, false],
    [{ aliases: { category: { Acount: 'account' } } }, true],
    [{ aliases: { category: 'account' } }, false],
  ])('%j: %s', (over, expected) => {
    expect(isTaken({ ...smallPack(60), ...over })).toBe(expected);
  });
});
