import { beforeEach, describe, expect, test } from 'vitest';
import { openPeopleRoom, type PeopleRoom, type PeopleRoomOptions } from '../support/people-room.ts';

const NOW = Date.UTC(2026, 10, 26, 14, 32);
const open = (over: Partial<PeopleRoomOptions> = {}): Promise<PeopleRoom> => openPeopleRoom({ now: NOW, ...over });
let room: PeopleRoom;
beforeEach(async () => {
  room = await open();
});

const acknowledged = {
  type: 'signal.acknowledged',
  subject: 'incident/inc_4f1c',
  data: { who: 'Lena', comment: 'on it' },
};
const silence = {
  type: 'silence.set',
  subject: 'silence/9',
  data: { who: 'Lena', reason: 'their system moves', until: '2026-11-26T18:00:00Z', matcher: { partner: 'p12' } },
};

describe('what somebody says', () => {
  test('is an event of this very moment in the log, and then it is answered', async () => {
    const release = room.log.hold();
    let answered = false;
    const saying = room.say(acknowledged).then((answer) => {
      answered = true;
      return answer;
    });
    while (room.log.held() === 0) await new Promise((resolve) => setImmediate(resolve));
    expect([answered, room.events()]).toEqual([false, []]);
    release();
    const { status, body, headers } = await saying;
    expect([status, body]).toEqual([202, { id: 'fresh-1' }]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(room.events()).toEqual([
      {
        specversion: '1.0',
        id: 'fresh-1',
        source: 'belfry',
        type: 'signal.acknowledged',
        subject: 'incident/inc_4f1c',
        time: '2026-11-26T14:32:00.000Z',
        data: { who: 'Lena', comment: 'on it' },
      },
    ]);
  });

  test.each([
    [silence],
    [{ type: 'signal.assigned', subject: 'ticket/T-9', data: { who: 'Lena', to: 'Omar' } }],
    [{ type: 'silence.ended', subject: 'silence/9', data: { who: 'Lena' } }],
    [
      {
        type: 'kpi.excluded',
        subject: 'order/8812',
        data: { who: 'Lena', reason: 'strike', evidence: 'call 17', kpi: 'mall/on-time-delivery' },
      },
    ],
    [{ type: 'partner.noted', subject: 'partner/p12', data: { note: 'will call back' } }],
    [{ type: 'category.aliased', subject: 'ticket/T-9', data: { from: 'courier', to: 'carrier' } }],
    [{ type: 'customer.notified', subject: 'order/8812', data: { channel: 'sms' } }],
  ])('may be $type', async (saying) => {
    expect((await room.say(saying)).status).toBe(202);
    expect(room.events()).toMatchObject([saying]);
  });

  test('counts once when it is sent again with its key', async () => {
    const key = { 'idempotency-key': 'press-1' };
    expect((await room.say(acknowledged, key)).body).toEqual({ id: 'press-1' });
    room.clock.advance(5_000);
    expect((await room.say(acknowledged, key)).status).toBe(202);
    expect(room.events().map(({ id }) => id)).toEqual(['press-1']);
  });

  test('is the word of whose token it came with, whatever it says itself', async () => {
    room = await open({ callerOf: () => ({ name: 'Omar', scope: 'manager' }) });
    await room.say(acknowledged);
    await room.say({ ...silence, data: { ...silence.data, who: undefined } });
    expect(room.events().map(({ data }) => data?.who)).toEqual(['Omar', 'Omar']);
  });
});

describe('what cannot be taken', () => {
  test.each([
    ['no name where a name is needed', { ...acknowledged, data: { who: ' ' } }, 'who', 'Write your name.'],
    [
      'nobody who takes it off',
      { type: 'signal.assigned', subject: 'order/1', data: { to: 'Omar' } },
      'who',
      'Write your name.',
    ],
    ['no reason', { ...silence, data: { ...silence.data, reason: undefined } }, 'reason', 'Write why.'],
    [
      'a silence of everything',
      { ...silence, data: { ...silence.data, matcher: {} } },
      'matcher',
      /A silence of everything is not taken/,
    ],
    [
      'a matcher by something unknown',
      { ...silence, data: { ...silence.data, matcher: { colour: 'red' } } },
      'matcher',
      /Write a name that/,
    ],
    [
      'an end without a zone',
      { ...silence, data: { ...silence.data, until: '2026-11-26T18:00' } },
      'until',
      /or its offset/,
    ],
    ['another subject', { ...acknowledged, subject: 'silence/9' }, 'subject', /Write incident\//],
    ['an event of an order', { type: 'order.shipped', subject: 'order/1', data: {} }, 'type', /signal\.acknowledged/],
    ['a time of its own', { ...acknowledged, time: '2026-01-01T00:00:00Z' }, 'body', /people\.json/],
    ['no subject', { type: 'silence.ended', data: { who: 'Lena' } }, 'subject', /people\.json/],
    ['no JSON', '{', 'body', /JSON object/],
  ])('is refused with what to write instead: %s', async (_, saying, refused, remedy) => {
    const { status, body } = await room.say(saying);
    expect([status, body.refused]).toEqual([400, refused]);
    expect(body.reason).toMatch(/\.$/);
    if (typeof remedy === 'string') expect(body.remedy).toBe(remedy);
    else expect(body.remedy).toMatch(remedy);
    expect(room.events()).toEqual([]);
  });

  test('is refused though another page sends it as text', async () => {
    const { status, body } = await room.say(acknowledged, { 'content-type': 'text/plain' });
    expect([status, body.refused, room.events()]).toEqual([415, 'body', []]);
  });

  test('is refused with a key that no id can be', async () => {
    const { status, body } = await room.say(acknowledged, { 'idempotency-key': 'k'.repeat(300) });
    expect([status, body.refused, body.reason]).toEqual([
      400,
      'id',
      'The Idempotency-Key is longer than 256 characters.',
    ]);
  });

  test('is refused when it is larger than anything that a person says', async () => {
    const { status, body } = await room.say({ ...acknowledged, data: { who: 'Lena', comment: 'x'.repeat(70_000) } });
    expect([status, body.refused]).toEqual([413, 'body']);
  });
});

describe('a log that is away', () => {
  test('is told as such, and when to come back', async () => {
    room.log.fail(1);
    const first = await room.say(acknowledged, { 'idempotency-key': 'press-1' });
    expect([first.status, first.headers.get('retry-after'), first.body.refused]).toEqual([503, '2', 'log']);
    expect(room.events()).toEqual([]);
    expect((await room.say(acknowledged, { 'idempotency-key': 'press-1' })).status).toBe(202);
    expect(room.events()).toHaveLength(1);
  });

  test('may have it all the same: the same key does no harm', async () => {
    room.log.fail(1, 'landed-unacknowledged');
    expect((await room.say(acknowledged, { 'idempotency-key': 'press-1' })).status).toBe(503);
    expect((await room.say(acknowledged, { 'idempotency-key': 'press-1' })).status).toBe(202);
    // Intake cannot know that the first one landed; whoever reads the log drops what has the same source and id.
    expect(new Set(room.events().map(({ source, id }) => `${source} ${id}`))).toEqual(new Set(['belfry press-1']));
  });
});
