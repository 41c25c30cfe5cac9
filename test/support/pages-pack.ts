/** A pack for the tests of the pages: orders that are shipped in an hour, tickets by category, an office in Riyadh, one KPI. */
export const PAGES_PACK = `pack: shop
title: Shop
description: For tests of pages.
effective: 2026-01-01
calendars:
  office: { zone: Asia/Riyadh, hours: { sunday to thursday: 09:00-18:00 } }
partners:
  noor: { name: Noor Home, market: sa, zone: Asia/Riyadh, tier: gold, review-day: 1 }
  beta: { name: Beta, market: cz, zone: Europe/Prague, tier: silver, review-day: 3 }
promises:
  ship:
    title: Ship
    subject: order
    kind: contractual
    start: order.opened
    stop: order.shipped
    cancel: order.cancelled
    provenance: Contract, page 3
    pause:
      - { name: held, from: order.held, until: order.released, holder: customer }
    targets: [{ name: all, target: 60 minutes, team: Dispatch, action: Hand it to the carrier. }]
  resolution:
    title: Resolution
    subject: ticket
    kind: contractual
    start: ticket.created
    stop: ticket.resolved
    cancel: [ticket.merged, ticket.deleted]
    reopen: { on: ticket.reopened, then: continue }
    counting: { hours: office }
    provenance: Matrix, row 7
    ladder:
      - { name: at-risk, at: 75 %, level: reminder, role: the team, responsibility: Resolve it., tell: assignee }
    targets:
      - { name: account/warehouse-edit, when: { category: account, subcategory: warehouse-edit }, target: 3 hours, team: L2, action: Correct the warehouse., urgent: true }
      - { name: account/reports, when: { category: account, subcategory: reports }, target: 6 hours }
      - { name: account/idea, when: { category: account, subcategory: idea }, target: TBD }
kpis:
  shipped:
    title: Shipped in time
    of: { promise: ship }
    counts: kept
    windows: [7 days]
    warn: at least 95 %
    block: at least 90 %
    provenance: Contract, page 4
`;
