import { describe, expect, it } from 'vitest';
import { createMemoryLog } from '../../../test/support/memory-log.ts';
import { composeIngest, type IngestLimits } from '../compose.ts';
import type { BelfryEvent, WallClock } from '../contract/index.ts';
import { createIntakeClient, type SendProgress } from './intake-client.ts';

/** Time passes only by waiting: every timer fires in the next turn and moves the clock. */
function leapingClock(): WallClock & { readonly waits: number[] } {
  let now = Date.parse('2026-11-23T12:00:00Z');
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    after(delay, call) {
      let cancelled = false;
      setImmediate(() => {
        if (cancelled) return;
        waits.push(delay);
        now += delay;
        call();
      });
      return () => {
        cancelled = true;
      };
    },
  };
}

async function started(limits: Partial<IngestLimits> = {}) {
  const log = createMemoryLog({ wallClock: { now: () => Date.now(), after: () => () => {} } });
  await log.ensure([{ name: 'events', partitions: 2 }]);
  const { app } = composeIngest({ log, wallClock: { now: () => Date.now(), after: () => () => {} }, limits });
  const bodies: string[] = [];
  const fetch: typeof globalThis.fetch = async (address, init) => {
    bodies.push(String(init?.body));
    return app.request(String(address), init);
  };
  const wallClock = leapingClock();
  const client = createIntakeClient({ url: 'http://belfry.test', fetch, wallClock });
  return { log, client, bodies, wallClock };
}

const event = (i: number, more: object = {}): BelfryEvent =>
  ({
    specversion: '1.0',
    id: `e${i}`,
    source: 'shop',
    type: 'order.opened',
    subject: `order/${i % 7}`,
    time: '2026-11-23T11:59:00Z',
    ...more,
  }) as BelfryEvent;

describe('the intake client', () => {
  it('gives verdicts in the order of the events, and keeps the order of each subject', async () => {
    const { log, client } = await started();
    const events = Array.from({ length: 3_000 }, (_, i) => event(i, i === 5 ? { time: 'soon' } : {}));
    const verdicts = await client.send(events);
    expect(verdicts.map((verdict) => [verdict.index, verdict.id, verdict.status])).toEqual(
      events.map((one, i) => [i, one.id, i === 5 ? 'refused' : 'accepted']),
    );
    const bySubject = new Map<string, number[]>();
    for (const record of [0, 1].flatMap((partition) => log.records('events', partition))) {
      const { id } = JSON.parse(record.value.toString()) as { id: string };
      bySubject.set(record.key, [...(bySubject.get(record.key) ?? []), Number(id.slice(1))]);
    }
    expect([...bySubject.values()].flat()).toHaveLength(2_999);
    for (const ids of bySubject.values()) expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  it('waits as long as it is told and sends the same bytes again', async () => {
    const { log, client, bodies, wallClock } = await started();
    log.fail(2);
    const verdicts = await client.send([event(1)]);
    expect(verdicts.map((verdict) => verdict.status)).toEqual(['accepted']);
    expect(wallClock.waits).toEqual([2_000, 2_000]);
    expect(new Set(bodies).size).toBe(1);
    expect(bodies).toHaveLength(3);
  });

  it('gives up after its patience and says why', async () => {
    const { log, client, wallClock } = await started();
    log.fail(1_000);
    await expect(client.send([event(1)])).rejects.toMatchObject({ code: 'BUSY', retriable: true });
    expect(wallClock.waits.reduce((sum, wait) => sum + wait, 0)).toBe(60_000);
    const away = createIntakeClient({
      url: 'http://belfry.test',
      wallClock: leapingClock(),
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })),
    });
    await expect(away.send([event(1)])).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('no Belfry answers at http://belfry.test') as string,
    });
    const other = createIntakeClient({
      url: 'http://belfry.test',
      fetch: () => Promise.resolve(new Response('<html>', { status: 404 })),
    });
    await expect(other.send([event(1)])).rejects.toMatchObject({ code: 'NOT_BELFRY', retriable: false });
  });

  it('sends lines as they stand and names the lines that are refused', async () => {
    const { log, client } = await started();
    const odd = JSON.stringify(event(1)).replace('"time"', '  "big":12345678901234567890, "time"');
    const text = `\ufeff${odd}\r\n\n{broken\n${JSON.stringify(event(2, { subject: 'order 2' }))}\n${JSON.stringify(event(3))}`;
    async function* chunks() {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
    }
    const told: SendProgress[] = [];
    const totals = await client.sendNdjson(chunks(), (progress) => told.push(progress));
    expect(totals).toEqual({ accepted: 2, duplicate: 0, refused: 2 });
    expect(
      told
        .flatMap((progress) => progress.newlyRefused)
        .map(({ line, code }) => [line, code])
        .sort(),
    ).toEqual([
      [3, 'NOT_JSON'],
      [4, 'SUBJECT_FORM'],
    ]);
    const stored = [0, 1].flatMap((partition) => log.records('events', partition)).map((r) => r.value.toString());
    expect(stored).toContain(odd);
  });

  it('reads no faster than intake takes', async () => {
    const { log, client } = await started();
    const release = log.hold();
    let read = 0;
    async function* endless() {
      for (; read < 30_000; read += 1) yield `${JSON.stringify(event(read, { subject: 'order/1' }))}\n`;
    }
    const sending = client.sendNdjson(endless());
    let before = -1;
    while (log.held() === 0 || read !== before) {
      before = read;
      await new Promise((resolve) => setImmediate(resolve));
    }
    // One request under way and about a megabyte waiting.
    expect(read).toBeLessThan(12_000);
    release();
    expect(await sending).toEqual({ accepted: 30_000, duplicate: 0, refused: 0 });
  }, 20_000);

  it('refuses by itself what would have a whole request refused', async () => {
    const { client } = await started();
    const verdicts = await client.send([event(1, { data: { note: 'x'.repeat(1_100_000) } }), event(2)]);
    expect(verdicts.map((verdict) => verdict.status)).toEqual(['refused', 'accepted']);
  });
});
