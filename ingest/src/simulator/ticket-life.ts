import { CARRIERS, DAY, HOUR, MINUTE, PARTNERS } from './marketplace.ts';
import { randomOf } from './random.ts';
import { TICKET_KINDS, type TicketKind } from './ticket-kinds.ts';

/** What will happen to a ticket. All instants are ms UTC. */
export interface TicketLife {
  readonly id: string;
  readonly kind: TicketKind;
  readonly partner: string;
  readonly priority: 'P1' | 'P2' | 'P3' | 'P4';
  readonly createdAt: number;
  readonly assignedAt: number;
  readonly assignee: string;
  readonly answeredAt: number;
  /** A while in which the desk waits for somebody else. */
  readonly waits?: {
    readonly on: 'customer' | 'vendor';
    readonly vendor?: string;
    readonly from: number;
    readonly to: number;
  };
  readonly resolvedAt: number;
  readonly closedAt: number;
  /** Opened again once, and resolved again. */
  readonly reopened?: { readonly at: number; readonly resolvedAt: number };
  /** How satisfied the merchant was, of five. */
  readonly score?: number;
  /** The order that it is about. */
  readonly about?: string;
}

const ASSIGNEES = ['noor', 'lena', 'omar', 'jana', 'faisal', 'petr'] as const;

/**
 * The life of the n-th ticket. One in twelve is resolved late; the others long before their time is up.
 * @param settledBy as of an order's life.
 * @param order the number of the last order before it.
 */
export function ticketLife(seed: string, n: number, createdAt: number, settledBy: number, order: number): TicketLife {
  const random = randomOf(seed, 'ticket', n);
  const kind = random.weighted(TICKET_KINDS);
  const promised = kind.promised;
  const late = random.chance(0.08);
  const good =
    promised === null
      ? random.between(4, 60) * HOUR
      : 'hours' in promised
        ? promised.hours * HOUR * random.between(0.05, 0.6)
        : promised.days === 1
          ? random.between(0.5, 10) * HOUR
          : random.between(1, 3) * DAY;
  const bad =
    promised === null || 'days' in promised
      ? random.between(6, 11) * DAY
      : promised.hours * HOUR * random.between(1.2, 3);
  const worked = late && createdAt + bad + 2 * HOUR < settledBy ? bad : good;
  const resolvedAt = createdAt + worked;
  const waits = random.chance(0.3)
    ? {
        on: random.chance(0.7) ? ('customer' as const) : ('vendor' as const),
        from: Math.round(createdAt + worked * 0.3),
        to: Math.round(createdAt + worked * random.between(0.4, 0.8)),
      }
    : undefined;
  const comesBack = random.chance(0.03) && promised !== null;
  const reopenedAt = resolvedAt + random.between(0.2, 0.5) * HOUR;
  const again = reopenedAt + random.between(5, 15) * MINUTE;
  const last = comesBack ? again : resolvedAt;
  return {
    id: `T${20_000 + n}`,
    kind,
    partner: random.weighted(PARTNERS).id,
    priority: random.pick(['P2', 'P3', 'P3', 'P3', 'P4', 'P1']),
    createdAt,
    assignedAt: Math.round(createdAt + worked * random.between(0.02, 0.1)),
    assignee: random.pick(ASSIGNEES),
    answeredAt: Math.round(createdAt + worked * random.between(0.11, 0.25)),
    ...(waits === undefined
      ? {}
      : { waits: waits.on === 'vendor' ? { ...waits, vendor: random.weighted(CARRIERS).id } : waits }),
    resolvedAt: Math.round(resolvedAt),
    ...(comesBack ? { reopened: { at: Math.round(reopenedAt), resolvedAt: Math.round(again) } } : {}),
    closedAt: Math.round(last + random.between(20, 72) * HOUR),
    ...(random.chance(0.3) ? { score: random.whole(late ? 1 : 3, 5) } : {}),
    ...(kind.category === 'shipment' || kind.category === 'order'
      ? { about: `order/D${100_000 + Math.max(0, order - random.whole(0, 400))}` }
      : {}),
  };
}
