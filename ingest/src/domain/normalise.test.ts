import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BelfryEvent } from '../contract/index.ts';
import { LIMITS } from './limits.ts';
import { type Normalised, normalise } from './normalise.ts';
import { readBody } from './read-body.ts';

const told = (text: string): Normalised => {
  const incoming = readBody('one', Buffer.from(text), LIMITS);
  if (!Array.isArray(incoming)) throw new Error(incoming.message);
  return normalise(incoming[0]!, LIMITS);
};
const base = {
  specversion: '1.0',
  id: '1',
  source: 'shop',
  type: 'order.opened',
  subject: 'order/8812',
  time: '2026-11-23T12:00:00+01:00',
};
const of = (more: object): Normalised => told(JSON.stringify({ ...base, ...more }));
const events = (normalised: Normalised): BelfryEvent[] => {
  if ('refusals' in normalised) throw new Error(JSON.stringify(normalised.refusals));
  return normalised.events.map((event) => JSON.parse(event.bytes.toString()) as BelfryEvent);
};
const refusal = (normalised: Normalised) => {
  if (!('refusals' in normalised)) throw new Error('was taken');
  return normalised.refusals[0];
};

describe('an event', () => {
  it('goes in with its own bytes', () => {
    const text = `{"data":{"n":1.0},${JSON.stringify(base).slice(1)}`;
    const taken = told(text);
    expect('events' in taken && taken.events[0]).toMatchObject({ id: '1', source: 'shop', subject: 'order/8812' });
    expect('events' in taken && taken.events[0]?.bytes.toString()).toBe(text);
    expect('events' in taken && taken.events[0]?.time).toBe(Date.UTC(2026, 10, 23, 11));
  });

  it('loses the prefix that its source needs on the wire', () => {
    expect(events(of({ type: 'belfry.order.opened' }))).toEqual([base]);
  });

  it('of an unknown type is taken as it is, with a note', () => {
    const taken = of({ type: 'order.shiped' });
    expect('note' in taken && taken.note).toContain('did you mean "order.shipped"?');
    expect(events(taken)[0]?.type).toBe('order.shiped');
    expect('events' in taken && taken.events[0]?.known).toBe(false);
  });

  it.each([
    [{ time: '2026-11-23 12:00' }, 'TIME_WITHOUT_ZONE', 'time', 'write 2026-11-23T12:00Z if it is UTC'],
    [{ time: '2026-11-23' }, 'TIME_WITHOUT_ZONE', 'time', 'data.timeQuality "date"'],
    [{ time: 'yesterday' }, 'TIME_UNREADABLE', 'time', 'ISO 8601 with a zone'],
    [{ time: '2026-02-30T12:00:00Z' }, 'TIME_UNREADABLE', 'time', 'ISO 8601'],
    [{ time: '0001-01-01T00:00:00Z' }, 'TIME_UNREADABLE', 'time', 'placeholder'],
    [{ subject: 'ticket/T-9' }, 'SUBJECT_FORM', 'subject', 'write order/8812'],
    [{ subject: 'order/a~b~c' }, 'SUBJECT_FORM', 'subject', 'write order/8812'],
    [{ type: 'shipment.delivered', subject: 'shipment/1' }, 'SUBJECT_FORM', 'subject', 'data.shipment'],
    [{ id: 7 }, 'WRONG_TYPE', 'id', 'write an id'],
    [{ id: 'a\nb' }, 'WRONG_VALUE', 'id', 'one line'],
    [{ id: 'a\ud800' }, 'WRONG_VALUE', 'id', 'broken Unicode'],
    [{ specversion: '0.3' }, 'WRONG_VALUE', 'specversion', 'write "1.0"'],
    [{ data: null }, 'WRONG_TYPE', 'data', 'leave the field out'],
    [{ data_base64: 'AA==' }, 'UNSUPPORTED', 'data_base64', 'write data as JSON'],
    [{ datacontenttype: 'text/xml' }, 'UNSUPPORTED', 'datacontenttype', 'application/json'],
    [{ data: { promise: 1 }, type: 'order.created' }, 'WRONG_TYPE', 'data.promise', 'write an object'],
    [{ data: { actor: { kind: 'me' } } }, 'WRONG_VALUE', 'data.actor.kind', '"customer" or "agent"'],
    [{ type: 'ticket.merged', subject: 'ticket/1', data: {} }, 'MISSING', 'data.into', 'write a string'],
    [
      { type: 'import.finished', subject: 'import/1', importid: 'a', data: { importid: 'a' } },
      'WRONG_VALUE',
      'importid',
      'data.importid',
    ],
  ])('%j is refused: %s', (more, code, path, remedy) => {
    const { message, ...rest } = refusal(of(more));
    expect(rest).toEqual({ code, path });
    expect(message).toContain(remedy);
  });

  it('that is missing everything says so field by field', () => {
    const refused = told('{}');
    expect('refusals' in refused && refused.refusals.map(({ code, path }) => [code, path])).toEqual([
      ['MISSING', 'specversion'],
      ['MISSING', 'id'],
      ['MISSING', 'source'],
      ['MISSING', 'time'],
      ['MISSING', 'type'],
    ]);
  });

  it('keeps fields that nobody named, even awkward ones', () => {
    const text = `${JSON.stringify({ ...base, type: 'belfry.order.opened' }).slice(0, -1)},"__proto__":{"x":1},"more":[1]}`;
    const [event] = events(told(text));
    expect(Object.keys(event!)).toContain('__proto__');
    expect(event).toMatchObject({ more: [1] });
  });
});

describe('an order of several sellers', () => {
  const lines = [{ sku: 'a', seller: 'p17' }, { sku: 'shipping' }, { sku: 'b', seller: 'p18' }];

  it('becomes a subject for each, and lines of nobody go to all', () => {
    const parts = events(of({ data: { partner: 'shop', lines } }));
    expect(parts.map(({ id, subject, data }) => [id, subject, data])).toEqual([
      ['1~p17', 'order/8812~p17', { partner: 'p17', lines: [lines[0], lines[1]] }],
      ['1~p18', 'order/8812~p18', { partner: 'p18', lines: [lines[1], lines[2]] }],
    ]);
  });

  it('concerns only the sellers of its lines when it lists them all', () => {
    const parts = events(of({ type: 'order.shipped', data: { sellers: ['p17', 'p18'], lines: [lines[0]] } }));
    expect(parts.map(({ subject }) => subject)).toEqual(['order/8812~p17']);
    const all = events(of({ data: { sellers: ['p17', 'p18'] } }));
    expect(all.map(({ subject }) => subject)).toEqual(['order/8812~p17', 'order/8812~p18']);
  });

  it('stays whole with a single seller, who is its partner', () => {
    const [event] = events(of({ data: { lines: [lines[0]] } }));
    expect(event).toEqual({ ...base, data: { lines: [lines[0]], partner: 'p17' } });
    expect(events(of({ data: { partner: 'x', lines: [lines[0]] } }))[0]?.data?.partner).toBe('x');
  });

  it('is left alone where it is a part already', () => {
    expect(events(of({ subject: 'order/8812~p9', data: { lines } })).map(({ subject }) => subject)).toEqual([
      'order/8812~p9',
    ]);
  });
});

describe('any bytes', () => {
  it('give one result an event and the same one again', () => {
    const field = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('1.0', 'order.created', 'order.snapshot', 'order/1', base.time),
    );
    const almost = fc.record(
      { specversion: field, id: field, source: field, type: field, subject: field, time: field, data: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const data = fc.dictionary(
      fc.constantFrom('lines', 'sellers', 'promise', 'asOf', 'status', 'shipments', 'messages', 'partner', 'createdAt'),
      fc.oneof(fc.jsonValue(), fc.constantFrom(base.time, 'shipped', [{ seller: 'a' }, { seller: 'b' }])),
    );
    const snapshot = fc
      .tuple(fc.constantFrom('order', 'ticket'), data)
      .map(([kind, state]) => ({ ...base, type: `${kind}.snapshot`, subject: `${kind}/1`, data: state }));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          almost.map((v) => JSON.stringify(v)),
          snapshot.map((v) => JSON.stringify(v)),
        ),
        (text) => {
          const first = told(text);
          expect(told(text)).toEqual(first);
          if ('refusals' in first) {
            for (const { message } of first.refusals) expect(message.length).toBeGreaterThan(5);
          } else {
            // Whatever goes into the log would be taken again as it is: readers may rely on the contract.
            for (const event of first.events) {
              const again = told(event.bytes.toString());
              expect('events' in again && again.events.length).toBe(1);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
