import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeHistoryCsv } from '@belfry/ingest/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aClockSignal } from '../../support/a-signal.ts';
import { type ChildLines, runNode } from '../../support/child-lines.ts';

const BIN = fileURLToPath(new URL('../../../cli/bin/belfry.mjs', import.meta.url));
const MAPPING = fileURLToPath(new URL('../../../ingest/mappings/orders.yaml', import.meta.url));
const DAY = 24 * 3_600_000;
const WITHIN = 90_000;
const HOOKS = `routes:
  - { name: partner, when: { partner: p01 }, to: nobody }
  - { name: everything else, to: nobody }
`;

describe('the belfry command beside a running Belfry', () => {
  let place: string;
  let running: ChildLines;
  let environment: Record<string, string>;

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'belfry-command-'));
    const hooks = join(place, 'hooks.yaml');
    await writeFile(hooks, HOOKS);
    running = runNode([BIN, 'start', '--empty', '--port', '0', '--data', join(place, 'data')], { BELFRY_HOOKS: hooks });
    const [, url] = await running.said(/wall\s+(http:\S+)\//);
    environment = { BELFRY_URL: url! };
  }, WITHIN);
  afterAll(async () => {
    running.child.kill('SIGTERM');
    await running.ended;
    await rm(place, { recursive: true, force: true });
  });

  async function belfry(...args: string[]): Promise<{ code: number | null; lines: readonly string[] }> {
    const child = runNode([BIN, ...args], environment);
    const { code } = await child.ended;
    return { code, lines: child.lines };
  }

  it('sends the events of a file, and names the lines that are refused', { timeout: WITHIN }, async () => {
    const event = (id: string, more: object) =>
      JSON.stringify({ specversion: '1.0', id, source: 'file', type: 'order.opened', subject: `order/${id}`, ...more });
    const file = join(place, 'events.ndjson');
    const lines = [event('1', { time: '2026-03-02T09:00:00Z' }), '', '{', event('2', { time: '2026-03-02 09:00' })];
    await writeFile(file, lines.join('\n'));
    const { code, lines: said } = await belfry('send', file);
    expect(code).toBe(1);
    expect(said).toContain('1 accepted, 0 known already, 2 refused');
    expect(said.find((line) => line.startsWith('line 3: NOT_JSON'))).toBeDefined();
    expect(said.find((line) => line.startsWith('line 4: TIME_WITHOUT_ZONE at time'))).toBeDefined();
  });

  it('imports a history once, however often it is told to', { timeout: WITHIN }, async () => {
    const to = Date.parse('2026-03-02T00:00:00Z');
    const options = { seed: 'command', from: to - 30 * DAY, to, orders: 200, tickets: 0 };
    const { orders, rows } = await writeHistoryCsv(join(place, 'history'), options);
    const first = await belfry('import', orders, '--mapping', MAPPING);
    expect(first.code).toBe(0);
    expect(first.lines.join('\n')).toContain(`Imported ${rows.orders} of ${rows.orders} rows, refused 0`);
    const [, told] = /events\s+(\d+): \1 into the log, 0 known/.exec(first.lines.join('\n')) ?? [];
    expect(told).toBeDefined();
    const again = await belfry('import', orders, '--mapping', MAPPING);
    expect(again.code).toBe(0);
    expect(again.lines.join('\n')).toContain(`${told}: 0 into the log, ${told} known already`);
  });

  it('says who would be told, by the routes with which it was started', { timeout: WITHIN }, async () => {
    const file = join(place, 'signal.json');
    await writeFile(file, JSON.stringify(aClockSignal({ partner: 'p02' })));
    expect(await belfry('route', file)).toEqual({
      code: 0,
      lines: expect.arrayContaining([
        'Nobody is told.',
        '- line 2 "partner": partner is p02, not p01',
        '+ line 3 "everything else": it takes everything; tells nobody',
      ]) as string[],
    });
  });

  it('does not start with routes that cannot work, and says where', { timeout: WITHIN }, async () => {
    const hooks = join(place, 'wrong.yaml');
    await writeFile(hooks, HOOKS.replace('p01 }, to: nobody', 'p01 }, to: [ops]'));
    const start = runNode([BIN, 'start', '--empty', '--port', '0', '--data', join(place, 'other')], {
      BELFRY_HOOKS: hooks,
    });
    expect((await start.ended).code).toBe(1);
    expect(start.lines).toContain(
      `belfry: ${hooks}:2:51 routes[0].to[0]: There is no hook "ops". Write a hook under \`hooks\` first.`,
    );
  });

  it('says at once that nobody is there', { timeout: WITHIN }, async () => {
    const child = runNode([BIN, 'send', MAPPING], { BELFRY_URL: 'http://127.0.0.1:9' });
    expect((await child.ended).code).toBe(1);
    expect(child.lines).toHaveLength(1);
    expect(child.lines[0]).toMatch(/^belfry: no Belfry answers at http:\/\/127\.0\.0\.1:9: start one/);
  });

  it('explains itself', { timeout: WITHIN }, async () => {
    const { code, lines } = await belfry('--help');
    expect(code).toBe(0);
    for (const command of ['start', 'send', 'import']) expect(lines.join('\n')).toContain(`  ${command} `);
    const wrong = await belfry('strat');
    expect(wrong.code).toBe(1);
    expect(wrong.lines.join('\n')).toContain('Did you mean start?');
  });
});
