import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Snapshot } from '@belfry/dashboard/contract';
import type { Explanation, PublishAnswer } from '@belfry/processor/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChildLines, runNode } from '../../support/child-lines.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { kafkaForTests } from '../../support/kafka-broker.ts';
import { describeReal } from '../../support/require-all.ts';

/** What docker-compose.yml runs, without the containers: the same processes with the same variables. */
const kafka = await kafkaForTests();
const clickhouse = await clickhouseForTests();
const WITHIN = 90_000;

describeReal('Kafka and ClickHouse', kafka.missing ?? clickhouse.missing)('the stages as separate processes', () => {
  let database: FreshDatabase;
  let place: string;
  const children: Record<string, ChildLines> = {};

  beforeAll(async () => {
    // The processors migrate it themselves, both at once.
    database = await freshDatabase(clickhouse, { migrated: false });
    const environment = {
      KAFKA_BROKERS: kafka.brokers.join(','),
      CLICKHOUSE_URL: clickhouse.url,
      CLICKHOUSE_DB: database.database,
      BELFRY_PREFIX: `stages-${randomBytes(4).toString('hex')}`,
      // As a composition passes on what nobody has set.
      BELFRY_HOOK_URL: '',
      BELFRY_HOOK_SECRET: '',
      // The system chooses a free one; each says which it took.
      PORT: '0',
    };
    const run = (stage: string, more: Record<string, string> = {}): ChildLines => {
      const main = fileURLToPath(new URL(`../../../${stage}/src/main.ts`, import.meta.url));
      return runNode(['--import', 'tsx', main], { ...environment, ...more });
    };
    place = await mkdtemp(join(tmpdir(), 'belfry-stages-'));
    children.first = run('processor', { BELFRY_READY_FILE: join(place, 'ready') });
    children.second = run('processor');
    await Promise.all([children.first.said(/the processor runs/), children.second.said(/the processor runs/)]);
    children.ingest = run('ingest');
    const [, intake] = await children.ingest.said(/(http:\S+)\/events/);
    children.dashboard = run('dashboard', { BELFRY_INTAKE: intake!, BELFRY_TOKEN: '' });
  }, WITHIN);

  afterAll(async () => {
    for (const { child, ended } of Object.values(children)) {
      child.kill('SIGKILL');
      await ended;
    }
    await database.drop();
    await rm(place, { recursive: true, force: true });
  });

  const addressOf = async (stage: string, pattern: RegExp): Promise<string> =>
    (await children[stage]!.said(pattern))[1]!;

  it('say by a file when intake may start', async () => {
    expect(await readdir(place)).toEqual(['ready']);
  });

  it('take an event at one port and ring on a wall at another', { timeout: WITHIN }, async () => {
    const intake = await addressOf('ingest', /(http:\S+)\/events/);
    const wall = await addressOf('dashboard', /The wall is at (http:\S+)\//);
    const answer = await fetch(`${intake}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({
        specversion: '1.0',
        id: '1',
        source: 'test',
        type: 'order.opened',
        subject: 'order/8812',
        time: new Date().toISOString(),
        data: { partner: 'p1', salesChannel: 'demo' },
      }),
    });
    expect(answer.status).toBe(202);
    const breached = async (): Promise<string[]> => {
      const { picture } = (await (await fetch(`${wall}/api/snapshot`)).json()) as Snapshot;
      return picture.breaches.map(({ subject }) => subject);
    };
    await expect.poll(breached, { timeout: WITHIN }).toEqual(['order/8812']);
  });

  it('hear at the wall what people say, and hand it to intake', { timeout: WITHIN }, async () => {
    const wall = await addressOf('dashboard', /The wall is at (http:\S+)\//);
    const answer = await fetch(`${wall}/api/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'customer.notified', subject: 'order/8812', data: { channel: 'sms' } }),
    });
    const { id } = (await answer.json()) as { id: string };
    expect(answer.status).toBe(202);
    const archived = async (): Promise<unknown> => {
      const rows = await database.sql.query<{ value: string }>(
        "SELECT value FROM events WHERE subject = 'order/8812' AND position(value, 'customer.notified') > 0",
      );
      return rows.map(({ value }) => (JSON.parse(value) as { id: string }).id);
    };
    await expect.poll(archived, { timeout: WITHIN }).toEqual([id]);
  });

  it('answer questions at the port of any processor, whichever owns the lane', { timeout: WITHIN }, async () => {
    for (const processor of ['first', 'second']) {
      const address = await addressOf(processor, /questions are answered at (http:\S+)\/api\/explain/);
      const explained = async (): Promise<unknown> => {
        const answer = await fetch(`${address}/api/explain/order/8812`);
        return ((await answer.json()) as Partial<Explanation>).clocks?.map(({ state }) => state);
      };
      await expect.poll(explained, { timeout: WITHIN }).toEqual(['breached']);
    }
  });

  it('take a pack at the port of any processor, for all of them', { timeout: 2 * WITHIN }, async () => {
    const processor = await addressOf('second', /(http:\S+)\/api\/explain/);
    const demo = await readFile(
      fileURLToPath(new URL('../../../processor/policies/demo.yaml', import.meta.url)),
      'utf8',
    );
    const path = join(place, 'mine.yaml');
    await writeFile(path, demo.replace('3 seconds', '3 hours'));
    const belfry = fileURLToPath(new URL('../../../cli/bin/belfry.mjs', import.meta.url));
    const command = runNode([belfry, 'policy', 'publish', path, '--json'], { BELFRY_URL: processor });
    expect((await command.ended).code, command.lines.join('\n')).toBe(0);
    const answer = JSON.parse(command.lines.find((line) => line.startsWith('{'))!) as PublishAnswer;
    expect(answer).toMatchObject({ pack: 'demo', known: false, is: 'in-force', waitsFor: [] });
    // Every lane of both logs has taken it, whichever processor owns it.
    const [row] = await database.sql.query<{ lanes: number }>(
      'SELECT uniqExact(log, lane) AS lanes FROM policies_taken WHERE number = {number:Int64}',
      { number: answer.number },
    );
    expect(row!.lanes).toBe(32);
  });

  it('end when they are asked to', { timeout: WITHIN }, async () => {
    for (const stage of Object.values(children)) stage.child.kill('SIGTERM');
    const codes = await Promise.all(Object.values(children).map(async ({ ended }) => (await ended).code));
    expect(codes).toEqual([0, 0, 0, 0]);
  });
});
