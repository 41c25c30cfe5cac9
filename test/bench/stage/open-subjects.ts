import { machineClock } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import { shippedPacks } from '@belfry/processor/compose';
import type { CompiledPack } from '../../../processor/src/domain/policy/compiled.ts';
import { parsePack } from '../../../processor/src/domain/policy/parse-pack.ts';
import { type LaneRecords, smallPack } from '../../support/small-pack.ts';

const MONTH_MINUTES = 60 * 24 * 30;
const DAY = 86_400_000;
const PARTNERS = 100;

/** Subjects of one kind that stay open, and how many clocks each has then. */
export interface OpenSubjects {
  readonly clocks: number;
  pack(): Promise<CompiledPack>;
  /** The records that open the n-th, in the order of the log. */
  opened(records: LaneRecords, n: number, at: number): LogRecord[];
}

const dataOf = (n: number, more: object = {}) => ({ data: { partner: `p${1 + (n % PARTNERS)}`, ...more } });

/** An order with one fact and one promise; one with five facts and three; a ticket of the shipped pack of a help desk. */
export const OPEN_SUBJECTS = {
  'an order of one fact, one clock': {
    clocks: 1,
    pack: () => Promise.resolve(smallPack(MONTH_MINUTES)),
    opened: (records, n, at) => [records.event(`order/b-${n}`, 'order.opened', at, at, dataOf(n))],
  },
  'an order of 5 facts, three clocks': {
    clocks: 3,
    pack: () => Promise.resolve(threePromises()),
    opened: (records, n, at) =>
      [
        ['order.created', { promise: { deliverBy: new Date(at + 10 * DAY).toISOString() } }],
        ['order.opened', {}],
        ['order.accepted', {}],
        ['shipment.tracking-set', { shipment: 's-1', number: '0123456789' }],
        ['shipment.in-transit', { shipment: 's-1', carrier: 'swift' }],
      ].map(([type, data], k) =>
        records.event(`order/b-${n}`, type as string, at + k, at + k, dataOf(n, data as object)),
      ),
  },
  'a ticket, one clock': {
    clocks: 1,
    pack: () => shipped('oto'),
    opened: (records, n, at) => [
      records.event(
        `ticket/b-${n}`,
        'ticket.created',
        at,
        at,
        dataOf(n, { category: 'account', subcategory: 'package-change', channel: 'chat' }),
      ),
    ],
  },
} as const satisfies Record<string, OpenSubjects>;

export type OpenSubjectsName = keyof typeof OPEN_SUBJECTS;

/** "Ship", "deliver by what was promised" and "arrive", all of which run until something ends them. */
function threePromises(): CompiledPack {
  const pack = smallPack(MONTH_MINUTES, { fields: ['promise.deliverBy', 'carrier'] });
  const ship = pack.promises[0]!;
  const deliver = {
    ...ship,
    id: 'test/deliver',
    start: { on: ['order.created'] },
    stop: { on: ['shipment.delivered'] },
    rows: [{ ...ship.rows[0]!, target: { kind: 'until', field: 'promise.deliverBy' } as const }],
  };
  const arrive = {
    ...ship,
    id: 'test/arrive',
    start: { on: ['shipment.tracking-set'] },
    stop: { on: ['shipment.delivered'] },
  };
  return { ...pack, promises: [ship, deliver, arrive] };
}

async function shipped(name: string): Promise<CompiledPack> {
  const source = (await shippedPacks({ demo: false })).find((pack) => pack.name === `${name}.yaml`)!;
  const parsed = parsePack(source.yaml, source.name, machineClock.now());
  if ('problems' in parsed) throw new Error(`${name} cannot be read`);
  return parsed.compiled;
}
