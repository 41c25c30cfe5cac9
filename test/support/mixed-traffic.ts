import type { NewRecord } from '@belfry/ingest/log';

/** What a test appends, in order: an event for its subject's lane, or a release for every lane. */
export type Appendage =
  | { readonly to: 'subject'; readonly subject: string; readonly record: NewRecord }
  | { readonly to: 'every-lane'; readonly record: NewRecord };

const LIFE = ['order.created', 'order.opened', 'shipment.tracking-set', 'order.shipped', 'shipment.delivered'];
const IMPORT = 'import-1';

/**
 * The n-th of `total` records of a traffic that has everything: orders whose events come late by hours, twice, in the
 * wrong order or from the future; deadlines that pass while the test runs; tickets; an import that is held, released
 * and told more of afterwards; and what people say about all that. A function of its arguments alone, so that whoever was killed goes on where it was.
 *
 * @param begun ms UTC: about when the test began.
 */
export function mixedTraffic(n: number, total: number, begun: number): Appendage {
  if (n === Math.floor(total * 0.6)) {
    return {
      to: 'every-lane',
      record: { key: '', kind: 'release', value: Buffer.from(JSON.stringify({ importid: IMPORT })) },
    };
  }
  // One in twenty is an event that was told before.
  const told = mix(n) % 20 === 0 && n > 1000 ? n - 1 - (mix(n * 3) % 1000) : n;
  if (told === Math.floor(total * 0.6)) return mixedTraffic(told + 1, total, begun);
  if (told % 40 === 5) return word(told, begun);
  return told % 10 === 9 ? ticketEvent(told, begun) : orderEvent(told, total, begun);
}

function orderEvent(n: number, total: number, begun: number): Appendage {
  const random = mix(n);
  const order = Math.floor(n / 50) * 10 + (random % 10);
  const isDemo = order % 3 === 0;
  const history = !isDemo && order % 5 === 0 && n < total * 0.5;
  const type = LIFE[(random >>> 8) % LIFE.length]!;
  const age = isDemo ? (random >>> 4) % 4000 : (random >>> 4) % (6 * 3_600_000);
  const time = random % 50 === 7 ? begun + 3_600_000 : begun - age;
  const event = {
    specversion: '1.0',
    id: `e-${n}`,
    source: 'test',
    type,
    subject: `order/${order}`,
    time: new Date(time).toISOString(),
    ...((history || (order % 5 === 0 && n > total * 0.8)) && { importid: IMPORT }),
    data: {
      partner: `p${String(1 + (order % 12)).padStart(2, '0')}`,
      ...(isDemo && { salesChannel: 'demo' }),
      // No policy names it until one is published in the middle.
      ...(type === 'order.opened' && { segment: order % 2 === 0 ? 'gold' : 'silver' }),
      ...(type === 'order.created' && {
        promise: {
          deliverBy: new Date(begun - 3 * 3_600_000 + (order % 7) * 3_600_000).toISOString(),
          precision: 'exact',
        },
      }),
      ...(type === 'shipment.tracking-set' && {
        shipment: 's',
        number: 'n',
        ...(order % 4 !== 0 && { url: 'https://example.org' }),
      }),
      ...((type === 'order.shipped' || type === 'shipment.delivered') && { shipment: 's', carrier: `c${order % 3}` }),
    },
  };
  return appendage(event);
}

function ticketEvent(n: number, begun: number): Appendage {
  const random = mix(n);
  const type = ['ticket.created', 'ticket.classified', 'ticket.resolved'][random % 3]!;
  const category = [
    ['account', 'warehouse-edit'],
    ['tech', 'sharing-api'],
    ['no', 'such'],
  ][(random >>> 8) % 3]!;
  const event = {
    specversion: '1.0',
    id: `e-${n}`,
    source: 'desk',
    type,
    subject: `ticket/${Math.floor(n / 100)}`,
    time: new Date(begun - ((random >>> 4) % (8 * 3_600_000))).toISOString(),
    data:
      type === 'ticket.classified'
        ? { field: 'subcategory', from: null, to: category[1] }
        : { category: category[0], subcategory: category[1], partner: 'p01' },
  };
  return appendage(event);
}

/** What people say, about orders of the demo above all, since those break while the test runs. */
function word(n: number, begun: number): Appendage {
  const random = mix(n);
  const order = `order/${3 * Math.floor((Math.floor(n / 50) * 10 + (random % 10)) / 3)}`;
  const partner = `p${String(1 + ((random >>> 4) % 12)).padStart(2, '0')}`;
  const silence = `silence/${(random >>> 8) % 4}`;
  const who = ['Lena', 'Omar'][random % 2]!;
  // Some run out while the test runs, others long after it.
  const until = new Date(begun + ((random >>> 3) % 2 === 0 ? n * 2 + 3_000 : 3_600_000)).toISOString();
  const words = [
    ['signal.acknowledged', order, { who, until }],
    ['signal.acknowledged', `partner/${partner}`, { who, until, comment: 'called them' }],
    ['signal.assigned', order, { who, to: 'Noor' }],
    ['silence.set', silence, { who, until, reason: 'they move', matcher: { partner } }],
    ['silence.ended', silence, { who }],
    ['customer.notified', order, { who, channel: 'sms' }],
    ['partner.noted', `partner/${partner}`, { who, text: 'calls back' }],
  ] as const;
  const [type, subject, data] = words[(random >>> 12) % words.length]!;
  const time = new Date(begun + Math.floor(n / 3)).toISOString();
  return appendage({ specversion: '1.0', id: `e-${n}`, source: 'belfry', type, subject, time, data } as {
    subject: string;
  });
}

const appendage = (event: { subject: string }): Appendage => ({
  to: 'subject',
  subject: event.subject,
  record: { key: event.subject, kind: 'event', value: Buffer.from(JSON.stringify(event)) },
});

/** A well-mixed 31-bit number for each n. */
function mix(n: number): number {
  let h = Math.imul(n ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 1;
}
