import fc from 'fast-check';
import type { PaperData, PaperRecord } from './oracles/clock/paper.ts';

/**
 * Random lives of an order, told late, twice, in the wrong order and over the day on which Prague sets its clocks forward.
 * Times are whole half hours, so that deadlines, ends and midnights meet again and again.
 */

const HALF_HOUR = 1_800_000;
/** Friday 27 March 2026, 18:00 UTC. */
export const BEGINNING = Date.UTC(2026, 2, 27, 18);

type Told = Readonly<{ type: string; data: PaperData }>;

const told = (type: string, ...data: readonly PaperData[]): fc.Arbitrary<Told> =>
  fc.constantFrom(...(data.length === 0 ? [{}] : data)).map((each) => ({ type, data: each }));

const promised = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.integer({ min: 0, max: 200 }).map((n) => ({ deliverBy: iso(BEGINNING + n * HALF_HOUR) })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      // Midnight in Prague before and after the clocks are set forward, and in Kolkata.
      { deliverBy: '2026-03-28T23:00:00Z' },
      { deliverBy: '2026-03-29T22:00:00.000Z' },
      { deliverBy: '2026-03-30T00:00:00+05:30' },
      { deliverBy: '2026-03-30', zone: 'East' },
      { deliverBy: '2026-03-29', zone: 'East' },
      { deliverBy: 'soon' },
    ),
  },
);

const iso = (time: number): string => new Date(time).toISOString();

const created: fc.Arbitrary<Told> = fc
  .record({
    partner: fc.constantFrom(undefined, 'noor', 'noor', 'vltava', 'gotham', 'stranger', ''),
    market: fc.constantFrom(undefined, undefined, undefined, 'sk'),
    salesChannel: fc.constantFrom(undefined, 'web', 'web', 'demo'),
    carrier: fc.constantFrom(undefined, undefined, 'ppl', null),
    promise: fc.option(promised, { nil: undefined, freq: 3 }),
    test: fc.constantFrom(...Array.from({ length: 15 }, () => undefined), true, false),
  })
  .map((data) => ({
    type: 'order.created',
    data: Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)),
  }));

const moved: fc.Arbitrary<Told> = fc
  .record({
    // A day alone would end in a zone that changes its offset, and the clocks' oracle has zones that do not.
    to: fc.oneof(
      promised,
      promised.filter(({ deliverBy }) => deliverBy.includes('T')).map(({ deliverBy }) => deliverBy),
    ),
    by: fc.constantFrom<unknown>('customer', 'partner', { kind: 'carrier', id: 'ppl' }, 'platform', undefined),
  })
  .map(({ to, by }) => ({ type: 'order.promise-changed', data: { to, ...(by !== undefined && { by }) } }));

const PARCELS: readonly PaperData[] = [{}, { shipment: 'a' }, { shipment: 'b' }];
const KPIS = [undefined, undefined, 'paper/kpi-0', 'kpi-0', 'kpi-1', 'else/kpi-0', null];

const tellings: fc.Arbitrary<Told> = fc.oneof(
  { weight: 6, arbitrary: created },
  { weight: 4, arbitrary: told('order.opened', {}, { partner: 'vltava' }, { test: false }) },
  { weight: 3, arbitrary: moved },
  {
    weight: 3,
    arbitrary: told('order.shipped', {}, { shipment: 'a', carrier: 'ppl' }, { carrier: 'dhl' }, { shipment: 'b' }),
  },
  {
    weight: 7,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...PARCELS),
        fc.constantFrom<PaperData>(
          ...[
            { number: '1', url: 'https://example.org' },
            { number: '1', url: 'https://example.org' },
          ],
          ...[{ number: '1' }, { url: 'https://example.org' }, { number: '' }],
        ),
      )
      .map(([parcel, tracking]) => ({ type: 'shipment.tracking-set', data: { ...parcel, ...tracking } })),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom('delivered', 'delivered', 'returned', 'lost', 'picked-up'),
        fc.constantFrom(...PARCELS),
        fc.constantFrom<PaperData>({}, { evidence: 'carrier' }, { evidence: 'customer' }, { evidence: 'partner' }),
      )
      .map(([what, parcel, evidence]) => ({ type: `shipment.${what}`, data: { ...parcel, ...evidence } })),
  },
  { weight: 5, arbitrary: told('order.delivered', {}, { deliveredBy: 'platform' }) },
  { weight: 2, arbitrary: told('order.returned') },
  {
    weight: 3,
    arbitrary: told(
      'order.cancelled',
      { by: 'partner' },
      { by: { kind: 'partner' } },
      { by: 'customer' },
      { by: 'platform' },
    ),
  },
  { weight: 1, arbitrary: told('order.refused', { by: 'partner' }, {}) },
  { weight: 2, arbitrary: told('order.released', {}, { salesChannel: 'web' }) },
  {
    weight: 3,
    arbitrary: told(
      'order.status-corrected',
      { from: 'cancelled', to: 'delivered' },
      { from: 'delivered', to: 'returned' },
      { from: 'delivered', to: 'delivered' },
      { from: 'shipping', to: 'opened' },
      { to: 'returned' },
    ),
  },
  {
    weight: 2,
    arbitrary: told(
      'order.snapshot',
      { deliveredBy: 'platform' },
      { market: 'sk' },
      { test: true },
      { carrier: 'ppl' },
    ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...KPIS), fc.constantFrom(false, false, true, undefined))
      .map(([kpi, withdrawn]) => ({
        type: 'kpi.excluded',
        data: {
          ...{ who: 'ana', reason: 'agreed' },
          ...(kpi !== undefined && { kpi }),
          ...(withdrawn !== undefined && { withdrawn }),
        },
      })),
  },
);

type Step =
  | { readonly what: 'tell'; readonly telling: Told; readonly age: number }
  | { readonly what: 'again'; readonly back: number }
  | { readonly what: 'tick'; readonly lag: number };

const steps: fc.Arbitrary<readonly (readonly [gap: number, step: Step])[]> = fc.array(
  fc.tuple(
    fc.constantFrom(0, 0, 1, 2, 3, 7, 16, 40),
    fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          what: fc.constant('tell' as const),
          telling: tellings,
          // Half of them at once; others hours or days late, or from a clock that goes ahead.
          age: fc.constantFrom(0, 0, 0, 0, 1, 3, 9, 30, 80, -1),
        }),
      },
      { weight: 1, arbitrary: fc.record({ what: fc.constant('again' as const), back: fc.nat({ max: 5 }) }) },
      { weight: 3, arbitrary: fc.record({ what: fc.constant('tick' as const), lag: fc.constantFrom(0, 0, 0, 1, 10) }) },
    ),
  ),
  { minLength: 3, maxLength: 24, size: 'max' },
);

/** What the log holds of one order behind its policy: its events and the lane's ticks. */
export const orderLives = (subject: string): fc.Arbitrary<readonly PaperRecord[]> =>
  steps.map((list) => {
    const records: PaperRecord[] = [];
    const said: Extract<PaperRecord, { what: 'event' }>[] = [];
    let now = BEGINNING;
    for (const [n, [gap, step]] of list.entries()) {
      now += gap * HALF_HOUR;
      if (step.what === 'tick')
        records.push({ what: 'tick', at: now - step.lag * HALF_HOUR + 2_001, appendTime: now + 2_001 });
      else if (step.what === 'tell') {
        const { type, data } = step.telling;
        const event = { what: 'event' as const, id: `e${n}`, subject, type, time: now - step.age * HALF_HOUR, data };
        said.push({ ...event, appendTime: now });
        records.push(said.at(-1)!);
      } else if (said.length > 0) {
        // The same event once more, and perhaps believable only now.
        records.push({ ...said[Math.max(0, said.length - 1 - step.back)]!, appendTime: now });
      }
    }
    return records;
  });
