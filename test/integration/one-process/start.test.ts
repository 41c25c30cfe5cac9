import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Snapshot } from '@belfry/dashboard/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChildLines, runNode } from '../../support/child-lines.ts';

const BIN = fileURLToPath(new URL('../../../cli/bin/belfry.mjs', import.meta.url));
/** How long a start, a ring or an end may take here before something is wrong: the machine may be busy. */
const WITHIN = 60_000;

describe('belfry start --empty', () => {
  let data: string;
  const started: ChildLines[] = [];

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'belfry-start-'));
  });
  afterEach(async () => {
    for (const { child, ended } of started.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
    // The engine ends with its parent, a moment later.
    await expect
      .poll(
        () =>
          rm(data, { recursive: true, force: true }).then(
            () => true,
            () => false,
          ),
        { timeout: WITHIN },
      )
      .toBe(true);
  });

  function start(...args: string[]): ChildLines {
    const belfry = runNode([BIN, 'start', '--empty', '--port', '0', '--data', data, ...args]);
    started.push(belfry);
    return belfry;
  }
  async function up(): Promise<{ belfry: ChildLines; url: string; engine: number }> {
    const belfry = start();
    const [, engine] = await belfry.said(/embedded ClickHouse \(pid (\d+)\)/);
    const [, url] = await belfry.said(/wall\s+(http:\S+)\//);
    return { belfry, url: url!, engine: Number(engine) };
  }

  it('serves wall, API and intake on one port, and rings when a promise breaks', async () => {
    const { url } = await up();
    expect(await (await fetch(`${url}/`)).text()).toContain('<title>');
    const answer = await open(url, 'order/8812');
    expect(answer.status).toBe(202);
    await expect.poll(() => breached(url), { timeout: WITHIN }).toContain('order/8812');
  });

  it('takes no event before its promises are in force: what is sent from the first moment on rings', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    start('--port', String(port));
    let waited = 0;
    const taken = async (): Promise<number> => {
      const wall = await fetch(`${url}/socket.io/?EIO=4&transport=polling`).catch(() => undefined);
      const answer = wall && (await open(url, 'order/8811'));
      if (answer?.status !== 503) return answer?.status ?? 0;
      waited++;
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(wall?.status).toBe(503);
      return 503;
    };
    await expect.poll(taken, { timeout: WITHIN, interval: 10 }).toBe(202);
    expect(waited).toBeGreaterThan(0);
    await expect.poll(() => breached(url), { timeout: WITHIN }).toContain('order/8811');
  });

  it('ends with its children when it is asked to', async () => {
    const { belfry, engine } = await up();
    belfry.child.kill('SIGTERM');
    expect(await belfry.ended).toEqual({ code: 0, signal: null });
    expect(belfry.lines.at(-1)).toMatch(/Everything is kept/);
    expect(isAlive(engine)).toBe(false);
  });

  it('loses nothing that it acknowledged when it is killed, and its ClickHouse ends with it', async () => {
    const first = await up();
    const answer = await open(first.url, 'order/8813');
    first.belfry.child.kill('SIGKILL');
    expect(answer.status).toBe(202);
    await first.belfry.ended;
    await expect.poll(() => isAlive(first.engine), { timeout: WITHIN }).toBe(false);
    const second = await up();
    await expect.poll(() => breached(second.url), { timeout: WITHIN }).toContain('order/8813');
  });

  it('starts its ClickHouse again when that is killed, and rings on', async () => {
    const { belfry, url, engine } = await up();
    process.kill(engine, 'SIGKILL');
    await belfry.said(/ClickHouse runs again/);
    await open(url, 'order/8814');
    await expect.poll(() => breached(url), { timeout: WITHIN }).toContain('order/8814');
  });

  it('refuses data that another one has open, with its pid', async () => {
    const { belfry } = await up();
    const second = start();
    expect((await second.ended).code).toBe(1);
    expect(second.lines).toHaveLength(1);
    expect(second.lines[0]).toContain(`process ${belfry.child.pid}`);
    expect(second.lines[0]).toContain('BELFRY_DATA');
  });

  it('says in one line which port is busy and what to do', async () => {
    const other = createServer();
    const port = await listening(other);
    const belfry = start('--port', String(port));
    expect((await belfry.ended).code).toBe(1);
    expect(belfry.lines).toEqual([
      `belfry: port ${port} on 127.0.0.1 is busy: choose another with --port ${port + 1} or PORT, or end what uses it.`,
    ]);
    other.close();
  });
});

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** One that nobody has taken a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An order that promises to ship within 3 s. */
function open(url: string, subject: string): Promise<Response> {
  return fetch(`${url}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({
      specversion: '1.0',
      id: `${subject}:opened`,
      source: 'test',
      type: 'order.opened',
      subject,
      time: new Date().toISOString(),
      data: { partner: 'p1', salesChannel: 'demo' },
    }),
  });
}

async function breached(url: string): Promise<string[]> {
  const { picture } = (await (await fetch(`${url}/api/snapshot`)).json()) as Snapshot;
  return picture.breaches.map(({ subject }) => subject);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
