import { type ClockSignal, isClockSignal, isKpiSignal, isNotice, type Signal } from '../../contract/signal.ts';

/** What a signal does to the item that it is about. */
export type ItemChange =
  /** It is broken, or somebody was called because it is not done. */
  | { readonly kind: 'opens'; readonly state: 'breached' | 'escalated' }
  /** `broken`: it ends something that was broken, so that it is to be known even if it is over. */
  | { readonly kind: 'ends'; readonly state: 'resolved' | 'retracted'; readonly broken: boolean }
  /** Only an escalation is taken back; the breach stands, if there is one. */
  | { readonly kind: 'eases' }
  /** To be known; opens nothing. */
  | { readonly kind: 'announces' };

/** Names one cycle of a clock, one KPI of a partner in one window, or a notice. */
export function itemKey(signal: Signal): string {
  if (isNotice(signal)) return signal.id;
  if (isKpiSignal(signal)) return `${signal.kpi}|${signal.partner}|${signal.window}`;
  return `${signal.subject}|${signal.promise}|${signal.cycle}`;
}

export function changeOf(signal: Signal): ItemChange {
  if (isNotice(signal)) return { kind: 'announces' };
  if (isKpiSignal(signal)) {
    if (signal.kind === 'recovered') return { kind: 'ends', state: 'resolved', broken: false };
    return { kind: 'opens', state: 'breached' };
  }
  return changeOfClock(signal);
}

function changeOfClock({ kind, step }: ClockSignal): ItemChange {
  switch (kind) {
    case 'at-risk':
      return { kind: 'announces' };
    case 'breached':
      return { kind: 'opens', state: 'breached' };
    case 'escalated':
      return { kind: 'opens', state: 'escalated' };
    case 'met':
    case 'cancelled':
      return { kind: 'ends', state: 'resolved', broken: false };
    case 'met-late':
    case 'cancelled-late':
      return { kind: 'ends', state: 'resolved', broken: true };
    case 'retracted':
      if (step.startsWith('retract:')) return { kind: 'eases' };
      return { kind: 'ends', state: 'retracted', broken: false };
  }
}

/** The instant that a signal is about, ms UTC. */
export const instantOf = (signal: Signal): number => (isKpiSignal(signal) ? signal.horizon : signal.at);

/**
 * Since when an item is open, ms UTC. A lane of KPIs sees ticks only where a slice or a day begins, so that the horizon of
 * its signal may lie minutes before the number moved; the log's present, at which it is heard, does not.
 */
export const beganAt = (signal: Signal, present: number): number => (isKpiSignal(signal) ? present : signal.at);

/** What the signal is about, as events name it: `order/8812`, `partner/p12`, `policy/mall`. */
export function subjectOf(signal: Signal): string {
  if (isNotice(signal)) return signal.about;
  return isKpiSignal(signal) ? `partner/${signal.partner}` : signal.subject;
}

/** The fields that incidents and groups are told by; empty where a signal of its kind has none. */
export interface Place {
  readonly subject: string;
  readonly promise: string;
  readonly partner: string;
  readonly carrier: string;
  readonly team: string;
  readonly channel: string;
  readonly market: string;
}

export function placeOfSignal(signal: Signal): Place {
  const subject = subjectOf(signal);
  if (isClockSignal(signal)) {
    const { promise, partner, carrier, team, channel, market } = signal;
    return { subject, promise, partner, carrier, team, channel, market };
  }
  const none = { carrier: '', team: '', channel: '' };
  if (isKpiSignal(signal)) {
    return { subject, promise: signal.kpi, partner: signal.partner, market: signal.market, ...none };
  }
  return { subject, promise: signal.about, partner: '', market: '', ...none };
}
