import type { PaperPolicy } from '../../support/oracles/clock/paper.ts';
import type { PlainKpi } from '../../support/oracles/kpi-counts.ts';

/**
 * The promises that every row is judged by: short ones, so that deadlines pass while a fault lasts, with a reminder before
 * the deadline and an escalation behind it. Written twice: as a pack for the processor, and on paper for the oracles.
 */
export const PACK = {
  name: 'faults.yaml',
  yaml: `pack: faults
title: Faults
description: Short promises, so that deadlines pass while a fault lasts.
effective: 2010-01-01
partners:
  p1: { name: Prague Pans, market: cz, zone: UTC, tier: gold, review-day: 1 }
  p2: { name: Poznan Pots, market: pl, zone: UTC, tier: gold, review-day: 1 }
promises:
  ship:
    title: Ship within 4 s
    subject: order
    kind: internal
    start: order.opened
    stop: order.shipped
    cancel: order.cancelled
    provenance: The faults table.
    ladder:
      - { name: near, at: 50 %, level: reminder, role: packer, responsibility: Pack it. }
      - { name: chase, at: 3 seconds after round the clock, level: L2, role: shift lead, responsibility: Find it. }
    targets:
      - { name: all, target: 4 seconds round the clock, team: packing, action: Ship it. }
  answer:
    title: Answer within 3 s
    subject: ticket
    kind: internal
    start: ticket.created
    stop: [ticket.resolved, ticket.message]
    # Each of them begins a new cycle, so that one that is taken twice is seen.
    restart: ticket.assigned
    provenance: The faults table.
    targets:
      - { name: all, target: 3 seconds round the clock, team: desk, action: Answer it. }
kpis:
  in-time:
    title: Shipped in time
    of: { promise: ship }
    counts: kept
    windows: [7 days]
    block: at least 50 %
    provenance: The faults table.
  cancelled:
    title: Cancelled
    of: order.opened
    counts: { happened: order.cancelled }
    windows: [7 days]
    block: at most 90 %
    provenance: The faults table.
`,
};

/** ms. */
const SECOND = 1000;

/**
 * How far behind an event the instants of any version of the pack lie: the reminder, the deadlines, the escalation.
 */
export const INSTANTS_MS: readonly number[] = [1.5, 2, 2.5, 3, 4, 5, 6, 7, 8].map((seconds) => seconds * SECOND);

/** Behind an event's time and this, nothing of the pack is left to come, grace included. */
export const ALL_OVER_MS = 10 * SECOND;

const paper = (applies: 'new' | 'open', shipWithin: number): PaperPolicy => ({
  effective: Date.UTC(2010, 0, 1),
  applies,
  promises: [
    {
      id: 'faults/ship',
      subject: 'order',
      start: { on: ['order.opened'] },
      stop: { on: ['order.shipped'] },
      cancel: { on: ['order.cancelled'] },
      rows: [{ name: 'all', team: 'packing', target: { kind: 'elapsed', ms: shipWithin * SECOND } }],
      ladder: [
        { name: 'near', at: { percent: 50 } },
        { name: 'chase', at: { after: 3 * SECOND } },
      ],
    },
    {
      id: 'faults/answer',
      subject: 'ticket',
      start: { on: ['ticket.created'] },
      stop: { on: ['ticket.resolved', 'ticket.message'] },
      cancel: { on: [] },
      restart: { on: ['ticket.assigned'] },
      rows: [{ name: 'all', team: 'desk', target: { kind: 'elapsed', ms: 3 * SECOND } }],
      ladder: [],
    },
  ],
  calendars: {},
  zoneHours: {},
  partnerZones: {},
});

/** A later version of the pack, which judges open orders again: another time to ship. */
const laterPack = (shipWithin: number): typeof PACK => ({
  name: `faults-${shipWithin}.yaml`,
  yaml: PACK.yaml
    .replace('effective: 2010-01-01', 'effective: 2010-01-01\napplies: open')
    .replaceAll('4 s', `${shipWithin} s`),
});

/** More time, and less. */
export const LATER_PACKS = [laterPack(5), laterPack(3)] as const;

/** What each version means on paper, by its source. */
export const PAPERS: ReadonlyMap<string, PaperPolicy> = new Map([
  [PACK.yaml, paper('new', 4)],
  [LATER_PACKS[0].yaml, paper('open', 5)],
  [LATER_PACKS[1].yaml, paper('open', 3)],
]);

export const PAPER_KPIS: readonly PlainKpi[] = [
  {
    id: 'faults/in-time',
    population: { kind: 'promise', promise: 'faults/ship' },
    counts: { kind: 'kept' },
    good: 'high',
    cohort: { kind: 'due' },
    excludes: [],
  },
  {
    id: 'faults/cancelled',
    population: { kind: 'reached', reached: { on: ['order.opened'] } },
    counts: { kind: 'happened', happened: { on: ['order.cancelled'] } },
    good: 'low',
    cohort: { kind: 'first', on: ['order.opened'] },
    excludes: [],
  },
];

export const PAPER_PARTNERS = { p1: { zone: 'UTC', market: 'cz' }, p2: { zone: 'UTC', market: 'pl' } };
