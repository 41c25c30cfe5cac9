import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IncidentList } from '@belfry/dashboard/contract';
import type { Explanation } from '@belfry/processor/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChildLines, runNode } from '../../support/child-lines.ts';

const BIN = fileURLToPath(new URL('../../../cli/bin/belfry.mjs', import.meta.url));
const WITHIN = 90_000;

describe('people at a running Belfry', () => {
  let place: string;
  let running: ChildLines;
  let url: string;

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'belfry-people-'));
    running = runNode([BIN, 'start', '--empty', '--port', '0', '--data', join(place, 'data')]);
    url = (await running.said(/wall\s+(http:\S+)\//))[1]!;
  }, WITHIN);
  afterAll(async () => {
    running.child.kill('SIGTERM');
    await running.ended;
    await rm(place, { recursive: true, force: true });
  });

  const post = (path: string, body: unknown) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('are heard through intake, as any source is', { timeout: WITHIN }, async () => {
    const opened = { specversion: '1.0', id: '1', source: 'shop', type: 'order.opened', subject: 'order/1' };
    await post('/events', { ...opened, time: new Date().toISOString(), data: { salesChannel: 'demo' } });
    const said = await post('/api/say', { type: 'customer.notified', subject: 'order/1', data: { channel: 'sms' } });
    expect([said.status, await said.json()]).toEqual([202, { id: expect.any(String) }]);
    const heard = async (): Promise<unknown> => {
      const answer = await fetch(`${url}/api/explain/order/1`);
      const { evidence } = (await answer.json()) as Partial<Explanation>;
      return evidence?.map(({ name, source }) => [name, source]);
    };
    await expect.poll(heard, { timeout: WITHIN }).toEqual([
      ['order.opened', 'shop'],
      ['customer.notified', 'belfry'],
    ]);
  });

  it('may ask for incidents, under headers that let no foreign script run', { timeout: WITHIN }, async () => {
    const answer = await fetch(`${url}/api/incidents?state=all`);
    expect(((await answer.json()) as IncidentList).total).toEqual(expect.any(Number));
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
