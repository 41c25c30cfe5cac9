import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ListedPolicy, PublishAnswer } from '@belfry/processor/contract';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type BelfryProcess, belfryProcess } from '../../browser/support/belfry-process.ts';
import { runNode } from '../../support/child-lines.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { describeReal } from '../../support/require-all.ts';

const BIN = fileURLToPath(new URL('../../../cli/bin/belfry.mjs', import.meta.url));
const DEMO = fileURLToPath(new URL('../../../processor/policies/demo.yaml', import.meta.url));
const HOUR = 3_600_000;
const WITHIN = 60_000;

const clickhouse = await clickhouseForTests();

const shop = (hours: number, applies: 'new' | 'open'): string => `pack: shop
title: Shop
description: How soon an order of our shop ships.
effective: 2026-01-01
applies: ${applies}
promises:
  ship:
    title: Ship
    subject: order
    kind: internal
    applies-to: { salesChannel: shop }
    start: order.opened
    stop: [order.shipped, order.cancelled]
    provenance: The shop's terms.
    targets: [{ name: all, target: ${hours} hours round the clock }]
`;

/** The app in one process, and the command beside it, while orders stream in. */
describeReal('ClickHouse', clickhouse.missing)('packs that are published while traffic runs', () => {
  let place: string;
  let stored: FreshDatabase;
  let belfry: BelfryProcess;
  let traffic: Traffic | undefined;

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'belfry-policies-'));
    stored = await freshDatabase(clickhouse);
    belfry = await belfryProcess(join(place, 'data'), {
      CLICKHOUSE_URL: stored.url,
      CLICKHOUSE_DB: stored.database,
    });
    await belfry.start();
  }, WITHIN);
  afterAll(async () => {
    await traffic?.stop();
    await belfry?.stop();
    await stored?.drop();
    await rm(place, { recursive: true, force: true });
  });

  async function command(...args: string[]) {
    const child = runNode([BIN, ...args], { BELFRY_URL: belfry.url });
    const { code } = await child.ended;
    return { code, lines: child.lines, text: child.lines.join('\n') };
  }
  async function pack(name: string, yaml: string): Promise<string> {
    const path = join(place, name);
    await writeFile(path, yaml);
    return path;
  }
  async function publish(path: string): Promise<PublishAnswer> {
    const { code, lines, text } = await command('policy', 'publish', path, '--json');
    expect(code, text).toBe(0);
    return JSON.parse(lines.find((line) => line.startsWith('{'))!) as PublishAnswer;
  }
  const list = async (): Promise<ListedPolicy[]> =>
    JSON.parse((await command('policy', 'list', '--json')).text) as ListedPolicy[];
  const ofShop = async () => (await list()).filter(({ pack: name }) => name === 'shop');

  /** Opens an order of the shop and answers once its clock is stored. */
  async function open(order: string): Promise<{ policy: number; hours: number }> {
    await tell(belfry.url, order);
    return clockOf(order);
  }
  const clockOf = (order: string): Promise<{ policy: number; hours: number }> =>
    vi.waitFor(
      async () => {
        const [row] = await stored.sql.query<{ policy: number; hours: number }>(
          `SELECT policy, (due - start) / ${HOUR} AS hours FROM clocks WHERE generation = 1 AND promise = 'shop/ship' AND subject = {subject:String}`,
          { subject: `order/${order}` },
        );
        expect(row, order).toBeDefined();
        return row!;
      },
      { timeout: WITHIN, interval: 100 },
    );

  it('rule new orders at once, and open ones only if they say so', { timeout: 3 * WITHIN }, async () => {
    const one = await publish(await pack('one.yaml', shop(1, 'new')));
    expect(one).toMatchObject({ pack: 'shop', known: false, is: 'in-force', other: null, waitsFor: [] });
    traffic = streamOrders(belfry.url);
    expect(await open('first')).toEqual({ policy: one.number, hours: 1 });

    const foreseen = await command('policy', 'publish', await pack('two.yaml', shop(2, 'new')), '--dry-run');
    expect(foreseen.text).toContain('would become the next version of shop');
    expect(await ofShop()).toHaveLength(1);
    const two = await publish(join(place, 'two.yaml'));
    expect(two.number).toBeGreaterThan(one.number!);
    expect(two.other).toBe(one.number);
    expect(await open('second')).toEqual({ policy: two.number, hours: 2 });
    expect(await clockOf('first')).toEqual({ policy: one.number, hours: 1 });

    const three = await publish(await pack('three.yaml', shop(3, 'open')));
    for (const order of ['first', 'second']) {
      await vi.waitFor(async () => expect(await clockOf(order)).toEqual({ policy: three.number, hours: 3 }), {
        timeout: WITHIN,
      });
    }
    const { accepted, refused } = await traffic.stop();
    traffic = undefined;
    expect(refused).toBe(0);
    expect(accepted).toBeGreaterThan(20);
    // Whatever was open when the third came is ruled by it, and so is whatever came after.
    const ruled = (): Promise<unknown> =>
      stored.sql.query(
        "SELECT policy, count() AS n FROM clocks WHERE generation = 1 AND promise = 'shop/ship' GROUP BY policy",
      );
    await vi.waitFor(async () => expect(await ruled()).toEqual([{ policy: three.number, n: accepted + 2 }]), {
      timeout: WITHIN,
    });
    expect((await ofShop()).map(({ number, is, origin }) => [number, is, origin])).toEqual([
      [three.number, 'in-force', 'hand'],
      [two.number, 'overruled', 'hand'],
      [one.number, 'overruled', 'hand'],
    ]);
    const listed = (await command('policy', 'list')).lines;
    expect(listed.find((line) => line.includes(' in force ') && line.includes(' shop '))).toMatch(
      /^ *\d+ +shop +in force +2026-01-01 +open +\d{4}-\d\d-\d\d \d\d:\d\d UTC +hand +1 +1 +0 +Shop$/,
    );
  });

  it('are compared by file and by number', { timeout: 2 * WITHIN }, async () => {
    const [three, two] = await ofShop();
    const told = await command('policy', 'diff', String(two!.number), String(three!.number));
    expect(told.text).toContain('in 3 h, round the clock instead of in 2 h, round the clock');
    expect((await command('policy', 'diff', join(place, 'one.yaml'))).text).toContain(
      'in 1 h, round the clock instead of in 3 h',
    );
    expect((await command('policy', 'diff', join(place, 'three.yaml'))).text).toContain('The same bytes.');
    const missing = await command('policy', 'diff', '123456789', join(place, 'one.yaml'));
    expect(missing.code).toBe(1);
    expect(missing.text).toContain('There is no version 123456789.');
  });

  it('are one version, however many publish them at once', { timeout: 2 * WITHIN }, async () => {
    const path = await pack('four.yaml', shop(4, 'new'));
    const [a, b] = await Promise.all([publish(path), publish(path)]);
    expect(a.number).toBe(b.number);
    expect([a.known, b.known].sort()).toEqual([false, true]);
    expect(await ofShop()).toHaveLength(4);
  });

  it('stay in force over a restart, also beside a shipped pack of their name', { timeout: 3 * WITHIN }, async () => {
    const mine = (await readFile(DEMO, 'utf8')).replace('3 seconds', '5 seconds');
    const { number, other } = await publish(await pack('demo.yaml', mine));
    expect(other).not.toBeNull();
    const before = await list();
    await belfry.stop();
    await belfry.start();
    expect(await list()).toEqual(before);
    expect(before.find(({ pack: name, is }) => name === 'demo' && is === 'in-force')?.number).toBe(number);
    const four = (await ofShop())[0]!;
    expect(await open('after the restart')).toEqual({ policy: four.number, hours: 4 });
    // To go back, the old bytes need a change.
    const again = await publish(DEMO);
    expect(again).toMatchObject({ number: other, known: true, is: 'overruled' });
    expect(again.notes.join(' ')).toContain(`version ${number} came after it and rules`);
  });

  it('are refused with every mistake, its line, and what to write instead', { timeout: WITHIN }, async () => {
    const path = await pack('bad.yaml', shop(1, 'new').replace('stop: [order', 'stopp: [order'));
    const { code, text } = await command('policy', 'publish', path);
    expect(code).toBe(1);
    expect(text).toMatch(/bad\.yaml:\d+:\d+ promises\.ship\.stopp: .*Write `stop`/);
    expect(text).toMatch(/bad\.yaml:7:3 promises\.ship\.stop: `stop` is missing/);
    expect(await ofShop()).toHaveLength(4);
  });
});

interface Traffic {
  stop(): Promise<{ readonly accepted: number; readonly refused: number }>;
}

/** An order every 50 ms. */
function streamOrders(url: string): Traffic {
  let isOn = true;
  let [accepted, refused] = [0, 0];
  const running = (async () => {
    for (let n = 0; isOn; n++) {
      if (await tell(url, `t-${n}`).catch(() => false)) accepted++;
      else refused++;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  return {
    async stop() {
      isOn = false;
      await running;
      return { accepted, refused };
    },
  };
}

async function tell(url: string, order: string): Promise<boolean> {
  const answer = await fetch(`${url}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({
      specversion: '1.0',
      id: order,
      source: 'test',
      type: 'order.opened',
      subject: `order/${order}`,
      time: new Date().toISOString(),
      data: { partner: 'p1', salesChannel: 'shop' },
    }),
  });
  return answer.status === 202;
}
