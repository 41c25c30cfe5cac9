import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyChange,
  type Breach,
  byDue,
  byLatest,
  byNewest,
  byWorst,
  changeBetween,
  type Escalation,
  type NextClock,
  type PartnerLine,
  type Picture,
} from './index.ts';

const clock = fc
  .record({ n: fc.integer({ min: 0, max: 12 }), due: fc.integer({ min: 0, max: 4 }), title: fc.constantFrom('a', 'b') })
  .map(({ n, due, title }): Breach & NextClock & Escalation => ({
    id: `order/${n}|p|0`,
    subject: `order/${n}`,
    promise: 'p',
    title,
    partner: 'noor',
    partnerName: 'Noor',
    team: '',
    due,
    level: `level ${due % 2}`,
    role: '',
    at: due,
  }));
const clocks = fc.uniqueArray(clock, { selector: (item) => item.id, maxLength: 8 });
const line = fc.record<PartnerLine>({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  name: fc.constantFrom('Noor', 'Vltava'),
  kpi: fc.constant('on-time'),
  value: fc.constant(0.9),
  good: fc.constantFrom('high' as const, 'low' as const),
  margin: fc.constantFrom(null, -0.1, 0.1),
  state: fc.constantFrom('ok', 'warn', 'breach', 'none'),
  open: fc.integer({ min: 0, max: 2 }),
});
const picture = fc
  .record({
    demo: fc.boolean(),
    stage: fc.constantFrom('empty', 'held', 'live') as fc.Arbitrary<Picture['stage']>,
    catchingUp: fc.constantFrom(null, { done: 1, end: 2, at: null }, { done: 2, end: 2, at: 5 }),
    breaches: clocks,
    incidents: [],
    escalations: clocks,
    next: clocks,
    partners: fc.uniqueArray(line, { selector: (item) => item.id }),
    due15: fc.integer({ min: 0, max: 2 }),
  })
  .map(
    ({ due15, ...rest }): Picture => ({
      ...rest,
      breaches: [...rest.breaches].sort(byNewest),
      escalations: [...rest.escalations].sort(byLatest),
      next: [...rest.next].sort(byDue),
      partners: [...rest.partners].sort(byWorst),
      tiles: [],
      taken: 0,
      partnersTotal: rest.partners.length,
      verdict: {
        breached: 0,
        quiet: 0,
        unacknowledged: 0,
        incidents: 0,
        failingHooks: [],
        escalated: 0,
        due15,
        due60: 0,
        due240: 0,
        nextDue: null,
        lastBreach: null,
      },
    }),
  );

describe('a change', () => {
  it('carries a wall from any picture to any other', () => {
    fc.assert(
      fc.property(picture, picture, (before, after) => {
        const change = changeBetween(before, after);
        expect(change ? applyChange(before, change) : before).toEqual(after);
      }),
    );
  });

  it('is nothing between equal pictures, though they be different objects', () => {
    fc.assert(
      fc.property(picture, (one) => {
        expect(changeBetween(one, structuredClone(one))).toBeNull();
      }),
    );
  });

  it('carries only the breach that is new', () => {
    const [before] = fc.sample(picture, { numRuns: 1, seed: 7 });
    const fresh: Breach = { ...clockNamed('order/99'), due: 99 };
    const change = changeBetween({ ...before!, breaches: [] }, { ...before!, breaches: [fresh] });
    expect(change).toEqual({ breaches: { put: [fresh], drop: [] } });
  });
});

const clockNamed = (subject: string): Breach => ({
  id: `${subject}|p|0`,
  subject,
  promise: 'p',
  title: 'Ship',
  partner: 'noor',
  partnerName: 'Noor',
  team: '',
  due: 0,
  level: '',
});
