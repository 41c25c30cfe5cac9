import type { Caller, Scope } from '@belfry/access';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createMemoryLog, type MemoryLog } from '../../../../test/support/memory-log.ts';
import { composeIngest, type IngestLimits } from '../../compose.ts';
import type { IntakeAnswer, IntakeError } from '../../contract/index.ts';
import { partitionOf } from '../../log/partition-of.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const PARTITIONS = 4;

/** A wall clock whose timers are called by hand. */
function handClock() {
  const timers = new Set<() => void>();
  return {
    now: () => NOW,
    after(_delay: number, call: () => void) {
      timers.add(call);
      return () => void timers.delete(call);
    },
    ring: () => {
      for (const call of [...timers]) call();
    },
  };
}

async function started(limits: Partial<IngestLimits> = {}) {
  const wallClock = handClock();
  const log = createMemoryLog({ wallClock });
  await log.ensure([{ name: 'events', partitions: PARTITIONS }]);
  const ingest = composeIngest({ log, wallClock, limits });
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    ingest.app.request('/events', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  return { log, ingest, post, wallClock };
}

const event = (id: string, more: object = {}) => ({
  specversion: '1.0',
  id,
  source: 'shop',
  type: 'order.opened',
  subject: `order/${id}`,
  time: '2026-11-23T11:59:00Z',
  ...more,
});

const stored = (log: MemoryLog) =>
  Array.from({ length: PARTITIONS }, (_, partition) => log.records('events', partition)).flat();
const storedIds = (log: MemoryLog) =>
  stored(log)
    .filter((record) => record.kind === 'event')
    .map((record) => (JSON.parse(record.value.toString()) as { id: string }).id)
    .sort();

describe('POST /events', () => {
  it('answers 202 once the log has the event, keyed by its subject, with its own bytes', async () => {
    const { log, post } = await started();
    const body = `{ "specversion":"1.0","id":"1","source":"shop","type":"order.opened","subject":"order/8812",
      "time":"2026-11-23T11:59:00Z","data":{"total":12345678901234567890} }`;
    const response = await post(body);
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      accepted: 1,
      duplicate: 0,
      refused: 0,
      verdicts: [{ index: 0, id: '1', source: 'shop', status: 'accepted' }],
    });
    const [record] = stored(log);
    expect(record).toMatchObject({
      key: 'order/8812',
      kind: 'event',
      partition: partitionOf('order/8812', PARTITIONS),
    });
    expect(record?.value.toString()).toBe(body);
  });

  it('answers nothing before the log has', async () => {
    const { log, post } = await started();
    const release = log.hold();
    let answered = false;
    const response = Promise.resolve(post(JSON.stringify(event('1')))).then((r) => {
      answered = true;
      return r;
    });
    while (log.held() === 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    release();
    expect((await response).status).toBe(202);
  });

  it('gives each event of a batch its own verdict', async () => {
    const { log, post } = await started();
    const batch = [
      event('1'),
      event('2', { time: '2026-11-23 11:59' }),
      event('1'),
      7,
      event('3', { type: 'order.shiped' }),
    ];
    const response = await post(JSON.stringify(batch), { 'content-type': 'application/cloudevents-batch+json' });
    expect(response.status).toBe(207);
    const answer = (await response.json()) as IntakeAnswer;
    expect(answer).toMatchObject({ accepted: 2, duplicate: 1, refused: 2 });
    expect(answer.verdicts.map(({ index, id, status }) => [index, id, status])).toEqual([
      [0, '1', 'accepted'],
      [1, '2', 'refused'],
      [2, '1', 'duplicate'],
      [3, null, 'refused'],
      [4, '3', 'accepted'],
    ]);
    expect(answer.verdicts[1]).toMatchObject({
      code: 'TIME_WITHOUT_ZONE',
      path: 'time',
      message: expect.stringContaining('write 2026-11-23T11:59Z if it is UTC') as string,
    });
    expect(answer.verdicts[4]).toMatchObject({ note: expect.stringContaining('"order.shipped"') as string });
    expect(storedIds(log)).toEqual(['1', '3']);
  });

  it('takes binary mode, and lines', async () => {
    const { log, post } = await started();
    const binary = await post('{"partner":"p17"}', {
      'ce-specversion': '1.0',
      'ce-id': 'b1',
      'ce-source': 'caf%C3%A9',
      'ce-type': 'belfry.order.opened',
      'ce-subject': 'order/1',
      'ce-time': '2026-11-23T11:59:00Z',
    });
    expect(binary.status).toBe(202);
    expect(JSON.parse(stored(log)[0]!.value.toString())).toEqual({
      ...event('b1', { subject: 'order/1', source: 'café' }),
      data: { partner: 'p17' },
    });
    const lines = `${JSON.stringify(event('l1'))}\n\n{"id":\n${JSON.stringify(event('l2'))}\n`;
    const answer = await post(lines, { 'content-type': 'application/x-ndjson' });
    expect(answer.status).toBe(207);
    expect(((await answer.json()) as IntakeAnswer).verdicts.map(({ line, status }) => [line, status])).toEqual([
      [1, 'accepted'],
      [3, 'refused'],
      [4, 'accepted'],
    ]);
  });

  it('does not let a binary body end data and go on with attributes of its own', async () => {
    const { log, post } = await started();
    const response = await post('{},"subject":"order/victim"', {
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': 's',
      'ce-type': 'order.opened',
      'ce-subject': 'order/1',
      'ce-time': '2026-11-23T11:59:00Z',
    });
    expect(response.status).toBe(400);
    expect(((await response.json()) as IntakeAnswer).verdicts[0]).toMatchObject({ code: 'NOT_JSON' });
    expect(stored(log)).toEqual([]);
  });

  it('says duplicate for what the log has acknowledged, not for what it lost', async () => {
    const { log, post } = await started();
    const body = JSON.stringify(event('1'));
    log.fail(1);
    const failed = await post(body);
    expect(failed.status).toBe(503);
    expect(failed.headers.get('retry-after')).toBe('2');
    expect(((await failed.json()) as IntakeError).error).toMatchObject({ code: 'LOG_UNAVAILABLE', retriable: true });
    expect(((await (await post(body)).json()) as IntakeAnswer).verdicts[0]?.status).toBe('accepted');
    expect(((await (await post(body)).json()) as IntakeAnswer).verdicts[0]?.status).toBe('duplicate');
    expect(storedIds(log)).toEqual(['1']);
  });

  it('lets an event that will be quarantined for its future time come again under its id', async () => {
    const { log, post } = await started();
    const body = JSON.stringify(event('1', { time: '2026-11-23T12:06:00Z' }));
    await post(body);
    const again = (await (await post(body)).json()) as IntakeAnswer;
    expect(again.verdicts[0]?.status).toBe('accepted');
    expect(storedIds(log)).toEqual(['1', '1']);
  });

  it('keeps a held event from swallowing its live twin', async () => {
    const { log, post } = await started();
    await post(JSON.stringify(event('1', { importid: 'i' })));
    const live = (await (await post(JSON.stringify(event('1')))).json()) as IntakeAnswer;
    expect(live.verdicts[0]?.status).toBe('accepted');
    expect(storedIds(log)).toEqual(['1', '1']);
  });

  it('releases an import in every partition, behind its events, and again when told again', async () => {
    const { log, post } = await started();
    const history = Array.from({ length: 20 }, (_, i) => event(`h${i}`, { importid: 'i9' }));
    await post(JSON.stringify(history));
    const finish = JSON.stringify(
      event('f', { type: 'import.finished', subject: 'import/i9', data: { importid: 'i9' } }),
    );
    expect((await post(finish)).status).toBe(202);
    const again = (await (await post(finish)).json()) as IntakeAnswer;
    expect(again.verdicts[0]?.status).toBe('duplicate');
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      const kinds = log.records('events', partition).map((record) => record.kind);
      expect(kinds.slice(-2)).toEqual(['release', 'release']);
      expect(kinds.slice(0, -2).every((kind) => kind === 'event')).toBe(true);
      expect(JSON.parse(log.records('events', partition).at(-1)!.value.toString())).toEqual({ importid: 'i9' });
    }
  });

  it('splits an order of several sellers into its parts', async () => {
    const { log, post } = await started();
    const lines = [
      { sku: 'a', seller: 'p17' },
      { sku: 'b', seller: 'p18' },
      { sku: 'c', seller: 'p17' },
    ];
    const created = event('1', { type: 'order.created', subject: 'order/8812', data: { market: 'cz', lines } });
    const answer = (await (await post(JSON.stringify(created))).json()) as IntakeAnswer;
    expect(answer.verdicts).toEqual([
      { index: 0, id: '1', source: 'shop', status: 'accepted', as: ['1~p17', '1~p18'] },
    ]);
    const events = stored(log).map((record) => JSON.parse(record.value.toString()) as Record<string, unknown>);
    expect(events.find((one) => one.id === '1~p17')).toEqual({
      ...created,
      id: '1~p17',
      subject: 'order/8812~p17',
      data: { market: 'cz', partner: 'p17', lines: [lines[0], lines[2]] },
    });
    expect(
      stored(log)
        .map((record) => record.key)
        .sort(),
    ).toEqual(['order/8812~p17', 'order/8812~p18']);
  });

  it('gathers concurrent requests into few appends', async () => {
    const { log, post } = await started();
    const release = log.hold();
    const requests = Array.from({ length: 40 }, (_, i) => post(JSON.stringify(event(`${i}`, { subject: 'order/1' }))));
    while (log.held() === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(log.held()).toBe(1);
    release();
    expect((await Promise.all(requests)).every((response) => response.status === 202)).toBe(true);
    expect(stored(log)).toHaveLength(40);
  });

  it('tells senders to wait while too much is under way, and takes them again afterwards', async () => {
    const { log, post } = await started({ bytesUnderWay: 1_000 });
    const release = log.hold();
    const first = post(JSON.stringify(event('1')), { 'content-length': '900' });
    while (log.held() === 0) await new Promise((resolve) => setImmediate(resolve));
    const second = await post(JSON.stringify(event('2')), { 'content-length': '900' });
    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toBe('1');
    release();
    expect((await first).status).toBe(202);
    expect((await post(JSON.stringify(event('2')), { 'content-length': '900' })).status).toBe(202);
  });

  it('loses patience with a log that does not answer', async () => {
    const { log, post, wallClock } = await started();
    const release = log.hold();
    const response = post(JSON.stringify(event('1')));
    while (log.held() === 0) await new Promise((resolve) => setImmediate(resolve));
    wallClock.ring();
    expect((await response).status).toBe(503);
    release();
  });

  it('refuses what is too large, too many, too deep or of no known form', async () => {
    const { log, post } = await started({ eventBytes: 1_000, bodyBytes: 5_000, eventsPerRequest: 3 });
    const large = event('1', { data: { note: 'x'.repeat(1_000) } });
    expect((await post(JSON.stringify(large))).status).toBe(413);
    expect((await post('x'.repeat(5_001))).status).toBe(413);
    const many = await post(JSON.stringify([1, 2, 3, 4]));
    expect(many.status).toBe(413);
    expect(((await many.json()) as IntakeError).error.code).toBe('TOO_MANY_EVENTS');
    const deep = `{"data":${'['.repeat(400)}${']'.repeat(400)}}`;
    expect(((await (await post(deep)).json()) as IntakeAnswer).verdicts[0]).toMatchObject({ code: 'TOO_DEEP' });
    expect((await post('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post('{}', { 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await post('[{]')).status).toBe(400);
    expect((await post('')).status).toBe(400);
    expect(stored(log)).toEqual([]);
  });

  it('takes an empty batch, and answers other methods with what to use', async () => {
    const { ingest, post } = await started();
    expect((await post('[]')).status).toBe(202);
    const get = await ingest.app.request('/events');
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('takes nothing once it is closing, and closes when everything taken is answered', async () => {
    const { log, ingest, post } = await started();
    const release = log.hold();
    const first = post(JSON.stringify(event('1')));
    while (log.held() === 0) await new Promise((resolve) => setImmediate(resolve));
    let closed = false;
    const closing = ingest.close().then(() => {
      closed = true;
    });
    expect((await post(JSON.stringify(event('2')))).status).toBe(503);
    expect(closed).toBe(false);
    release();
    await closing;
    expect((await first).status).toBe(202);
  });
});

describe('a token', () => {
  const words = event('w', { type: 'signal.acknowledged', subject: 'order/1', data: { who: 'Lena' } });
  const sent = async (scope: Scope) => {
    const { ingest, log } = await started();
    const token = { id: 't', name: scope, scope, partner: null, source: null, made: NOW, expires: null, revoked: null };
    const app = new Hono()
      .use(async (c, next) => {
        c.set('caller', { kind: 'token', token } as unknown as Caller);
        await next();
      })
      .route('/', ingest.app);
    const body = JSON.stringify([event('f'), words]);
    const answer = await app.request('/events', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    const { verdicts } = (await answer.json()) as IntakeAnswer;
    return [verdicts.map((one) => (one.status === 'refused' ? one.code : one.status)), storedIds(log)];
  };

  it('of a program does not speak for people, of a manager for nobody else, of an admin for all', async () => {
    expect(await sent('source')).toEqual([['accepted', 'OTHER_SCOPE'], ['f']]);
    expect(await sent('manager')).toEqual([['OTHER_SCOPE', 'accepted'], ['w']]);
    expect(await sent('admin')).toEqual([
      ['accepted', 'accepted'],
      ['f', 'w'],
    ]);
  });
});
