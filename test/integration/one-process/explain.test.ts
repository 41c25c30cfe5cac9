import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Explanation } from '@belfry/processor/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChildLines, runNode } from '../../support/child-lines.ts';

const BIN = fileURLToPath(new URL('../../../cli/bin/belfry.mjs', import.meta.url));
const OTO = fileURLToPath(new URL('../../../processor/policies/oto.yaml', import.meta.url));
const WITHIN = 90_000;
const SUBJECT = 'order/8812';

describe('a breach that late evidence takes back', () => {
  let place: string;
  let belfry: ChildLines;
  let url: string;
  /** An instant at which it was believed to be broken, ms UTC. */
  let believed: number;
  let opened: number;

  async function start(): Promise<void> {
    belfry = runNode([BIN, 'start', '--empty', '--port', '0', '--data', join(place, 'data')]);
    url = (await belfry.said(/wall\s+(http:\S+)\//))[1]!;
  }
  async function end(): Promise<void> {
    belfry.child.kill('SIGTERM');
    await belfry.ended;
  }

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'belfry-explain-'));
    await start();
  }, WITHIN);
  afterAll(async () => {
    await end();
    await rm(place, { recursive: true, force: true });
  });

  const tell = async (type: string, time: number): Promise<void> => {
    const response = await fetch(`${url}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({
        specversion: '1.0',
        id: `${SUBJECT} ${type}`,
        source: 'shop',
        type,
        subject: SUBJECT,
        time: new Date(time).toISOString(),
        data: { partner: 'p1', salesChannel: 'demo', colour: 'blue' },
      }),
    });
    expect(response.status).toBe(202);
  };
  const explain = async (asOf?: number): Promise<Explanation> => {
    const query = asOf === undefined ? '' : `?asOf=${new Date(asOf).toISOString()}`;
    const response = await fetch(`${url}/api/explain/${SUBJECT}${query}`);
    return (await response.json()) as Explanation;
  };
  const stateNow = async (): Promise<string | undefined> => (await explain()).clocks?.[0]?.state;
  const command = async (...args: string[]): Promise<{ code: number | null; said: string }> => {
    const child = runNode([BIN, ...args], { BELFRY_URL: url });
    const { code } = await child.ended;
    return { code, said: child.lines.join('\n') };
  };

  it('is explained as long as it stands', { timeout: WITHIN }, async () => {
    opened = Date.now();
    await tell('order.opened', opened);
    await expect.poll(stateNow, { timeout: WITHIN }).toBe('breached');
    believed = Date.now();
    const { clocks, evidence } = await explain();
    const [clock] = clocks;
    expect(clock).toMatchObject({
      promise: 'demo/ship-in-3s',
      open: true,
      due: opened + 3000,
      remaining: 0,
      revision: 0,
    });
    expect(clock!.overdue).toBeGreaterThan(2000);
    expect(clock!.said.map(({ kind }) => kind)).toContain('breached');
    expect(evidence).toHaveLength(1);
    expect(evidence[0]).toMatchObject({ name: 'order.opened', happened: opened, fate: 'judged' });
    expect(evidence[0]!.data, 'all that was told, named by a policy or not').toMatchObject({ colour: 'blue' });
    expect(evidence[0]!.effects).toMatchObject([{ did: 'started', promise: 'demo/ship-in-3s', to: opened }]);
  });

  it('is taken back with its reason, and as of then is believed as it was', { timeout: WITHIN }, async () => {
    await tell('order.shipped', opened + 1000);
    await expect.poll(stateNow, { timeout: WITHIN }).toBe('met');
    const [now] = (await explain()).clocks;
    expect(now).toMatchObject({ stop: opened + 1000, remaining: 2000, overdue: 0, revision: 1 });
    const breach = now!.said.find(({ kind }) => kind === 'breached')!;
    const retraction = now!.said.find(({ id }) => id === breach.takenBackBy)!;
    expect(retraction).toMatchObject({ kind: 'retracted', reason: 'late evidence: order.shipped before the deadline' });

    const then = await explain(believed);
    expect(then).toMatchObject({ isPast: true, asOf: believed });
    expect(then.clocks[0]).toMatchObject({ state: 'breached', stop: null, revision: 0 });
    expect(then.clocks[0]!.said.map(({ kind }) => kind)).not.toContain('retracted');
    expect(then.evidence).toHaveLength(1);
  });

  it('is explained the same after a restart, over HTTP and on the command line', { timeout: 2 * WITHIN }, async () => {
    const before = await explain(believed);
    await end();
    await start();
    expect(await explain(believed)).toEqual({ ...before, position: expect.anything() });
    const now = await command('explain', SUBJECT);
    expect(now.code).toBe(0);
    expect(now.said).toContain('● met, 2 s to spare  Ship within 3 s: ship in 3 s, round the clock, demo (row demo of');
    expect(now.said).toMatch(/~~.*breached.*its deadline passed.*~~ {2}taken back/);
    expect(now.said).toMatch(/order\.shipped \(shop\).*ended Ship within 3 s.*took back the breach/);
    const then = await command(
      'explain',
      SUBJECT,
      '--as-of',
      new Date(believed).toISOString(),
      '--zone',
      'Europe/Prague',
    );
    expect(then.said).toMatch(/As it was believed to stand on .*, Europe\/Prague\./);
    expect(then.said).toContain('◆ BREACHED');
    expect(then.said).not.toContain('order.shipped (shop)');
    const { said } = await command('explain', SUBJECT, '--json');
    expect((JSON.parse(said) as Explanation).clocks).toHaveLength(1);
  });

  it.each([
    [['explain', 'order/none'], 'Nothing was ever told of order/none.'],
    [['explain', 'nonsense'], 'neither an order nor a ticket'],
    [['explain', SUBJECT, '--as-of', '2026-02-31T00:00Z'], 'is no instant with a zone. Write for instance'],
    [['explain', SUBJECT, '--as-of', '2020-01-01T00:00Z'], 'The first event came at'],
    [['explain', SUBJECT, '--as-of', '2099-01-01T00:00Z'], 'lies ahead'],
    [['explain', SUBJECT, '--zone', 'Mars/Base'], 'is no time zone'],
    [
      ['deadline', '--policy', 'oto/ticket-resolutoin', '--start', '2026-11-26T17:30+03:00'],
      'Did you mean oto/ticket-resolution?',
    ],
    [['deadline', '--policy', 'mall', '--start', '2026-11-26T17:30+03:00'], 'Name one: mall/'],
    [['deadline', '--policy', 'oto', '--start', 'tomorrow'], 'is no instant with a zone'],
  ])('refuses %j with a remedy', { timeout: WITHIN }, async (args, remedy) => {
    const { code, said } = await command(...args);
    expect(code).toBe(1);
    expect(said).toMatch(/^belfry: /);
    expect(said).toContain(remedy);
    expect(said.split('\n')).toHaveLength(1);
  });

  it('says a deadline by what is published and by the pack in a file alike', { timeout: WITHIN }, async () => {
    const question = [
      '--policy',
      'oto',
      '--start',
      '2026-11-26T17:30+03:00',
      '--data',
      'category=account',
      'subcategory=package-change',
    ];
    const published = await command('deadline', ...question);
    const offline = await command('deadline', ...question, '--pack', OTO, '--url', 'http://127.0.0.1:9');
    expect(offline.code).toBe(0);
    expect(offline.said).toContain('due Sun 29 Nov 17:30:00  Package change: resolve within 1 business day');
    expect(published.said.replace(/version \d+ in force/, 'not published, effective')).toBe(offline.said);
  });
});
