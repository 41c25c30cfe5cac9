import { describe, expect, it } from 'vitest';
import { createFakeWallClock } from '../../../test/support/fake-wall-clock.ts';
import { memoryTokenTable } from '../../../test/support/memory-token-table.ts';
import { LOOK_EVERY_MS, Tokens } from './tokens.ts';

const START = Date.parse('2026-11-27T12:00:00Z');
const wall = { name: 'hall 2', scope: 'wall', partner: null, source: null, expires: null } as const;

/** Two processes of one Belfry, on one table and one clock. */
function world() {
  const table = memoryTokenTable();
  const clock = createFakeWallClock(START);
  const said: string[] = [];
  const open = (): Tokens => new Tokens({ table, wallClock: clock, report: (line) => said.push(line) });
  return { table, clock, said, here: open(), there: open() };
}
/** Everything that was planned for now has been done. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('tokens', () => {
  it('are kept as a hash, and their text is worth something from the first moment on', async () => {
    const { table, here } = world();
    await here.start();
    const { token, text } = await here.make(wall, 'this machine');
    expect(text).toMatch(/^bf_wall_[A-Za-z0-9_-]{43}$/);
    expect(here.find(text)).toEqual({ is: 'valid', token });
    expect(JSON.stringify([...table.rows.values()])).not.toContain(text);
    expect(here.find(`${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`)).toEqual({ is: 'unknown' });
    expect(here.find('')).toEqual({ is: 'unknown' });
    expect(here.list()[0]).not.toHaveProperty('hash');
  });

  it('say nothing about what they do not know before the table was read', async () => {
    const { table, here, clock, said } = world();
    table.failure = new Error('away');
    await here.start();
    expect(here.find(`bf_wall_${'A'.repeat(43)}`)).toEqual({ is: 'starting' });
    table.failure = undefined;
    clock.advance(LOOK_EVERY_MS);
    await settled();
    expect(here.find(`bf_wall_${'A'.repeat(43)}`)).toEqual({ is: 'unknown' });
    expect(said).toHaveLength(2);
  });

  it('end at the very millisecond, once for each listener', async () => {
    const { here, clock } = world();
    await here.start();
    const { text } = await here.make({ ...wall, expires: START + 1_500 }, 'x');
    const ended: string[] = [];
    here.onEnded((token, why) => ended.push(`${token.name} ${why} ${clock.now() - START}`));
    clock.advance(1_499);
    expect(here.find(text).is).toBe('valid');
    clock.advance(1);
    expect(here.find(text).is).toBe('expired');
    await settled();
    clock.advance(LOOK_EVERY_MS);
    await settled();
    expect(ended).toHaveLength(1);
    expect(ended[0]).toContain('hall 2 expired');
  });

  it('that are revoked are told here at once and elsewhere at the next look', async () => {
    const { here, there, clock } = world();
    await here.start();
    const { token, text } = await here.make(wall, 'x');
    await there.start();
    const ended: string[] = [];
    here.onEnded((_, why) => ended.push(`here ${why}`));
    there.onEnded((_, why) => ended.push(`there ${why}`));
    await here.revoke(token.id);
    expect(ended).toEqual(['here revoked']);
    expect([here.find(text).is, there.find(text).is]).toEqual(['revoked', 'valid']);
    clock.advance(LOOK_EVERY_MS);
    await settled();
    expect(ended).toEqual(['here revoked', 'there revoked']);
    expect(there.find(text).is).toBe('revoked');
  });

  it('go on while ClickHouse is away, and are neither made nor revoked', async () => {
    const { table, here, clock, said } = world();
    await here.start();
    const { token, text } = await here.make(wall, 'x');
    table.failure = new Error('away');
    for (let n = 0; n < 5; n += 1) {
      clock.advance(LOOK_EVERY_MS);
      await settled();
    }
    expect(here.find(text).is).toBe('valid');
    expect(said).toEqual([expect.stringContaining('those known go on: away')]);
    await expect(here.revoke(token.id)).rejects.toThrow('away');
    await expect(here.make(wall, 'x')).rejects.toThrow('away');
    expect(here.find(text).is).toBe('valid');
  });

  it('that were taken out of the table by hand are worth nothing', async () => {
    const { table, here, clock } = world();
    await here.start();
    const { token, text } = await here.make(wall, 'x');
    const ended: string[] = [];
    here.onEnded((gone) => ended.push(gone.id));
    table.rows.delete(token.id);
    clock.advance(LOOK_EVERY_MS);
    await settled();
    expect([here.find(text).is, ended]).toEqual(['unknown', [token.id]]);
  });

  it('remember when they were last used, and look no more once stopped', async () => {
    const { here, clock } = world();
    await here.start();
    const { text } = await here.make(wall, 'x');
    expect(here.list()[0]?.lastUsed).toBeNull();
    clock.advance(500);
    here.find(text);
    expect(here.list()[0]?.lastUsed).toBe(START + 500);
    await here.stop();
    expect(clock.planned()).toBe(0);
  });
});
