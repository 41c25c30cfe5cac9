import type { Contribution } from '../kpi/contribution.ts';
import type { Fact } from './facts/fact.ts';
import { beginJudgement, type Judgement, type SubjectKind } from './judge/judgement.ts';
import type { Ruleset } from './rules/ruleset.ts';
import { nextInstant } from './tell/passing-time.ts';
import type { Told } from './tell/told.ts';
import type { ClockRow } from './write/rows.ts';

/** A fact of an import that has not been released yet. */
export interface HeldFact {
  readonly importid: string;
  readonly fact: Fact;
}

/** All that a lane keeps of an order or a ticket. What is not stored is worked out from what is. */
export interface Subject {
  readonly id: string;
  readonly kind: SubjectKind;
  /** The ruleset that judges it: the one in force when its first event was read. */
  rules: Ruleset;
  /** In the order of truth. */
  facts: readonly Fact[];
  held: readonly HeldFact[];
  /** By the key of the clock. */
  told: ReadonlyMap<string, Told>;
  /** Clocks that later evidence took away altogether, as their rows were then. */
  gone: readonly ClockRow[];
  /** The offset of the last record that changed it. */
  offset: number;
  /** What is about an instant up to this one comes from released history: it is quiet. ms UTC; 0 without any history. */
  quietUntil: number;
  /** Of a subject with history, the keys of the clocks that it did not bring about: they ring. */
  live: readonly string[];
  /** Worked out from facts and rules. */
  judgement: Judgement;
  /** What it contributes to KPIs now; worked out from judgement and told. */
  counted: readonly Contribution[];
  /** Its state has changed since it was last written. */
  changed: boolean;
  /** Its number among those that its lane has at hand; -1 while it has none. */
  slot: number;
}

/** `order/8812` and `ticket/T-9` have clocks; other subjects are people's words, for other folds. */
export function subjectKind(subject: string): SubjectKind | undefined {
  if (subject.startsWith('order/')) return 'order';
  if (subject.startsWith('ticket/')) return 'ticket';
  return undefined;
}

/** Shared by the many of which nothing has been told. */
export const NOTHING_TOLD: ReadonlyMap<string, Told> = new Map();

/** Shared by the many that have no history, or nothing else. */
export const NONE_LIVE: readonly string[] = [];
/** Empty lists are shared: a million subjects would have four millions of them. */
const NO_FACTS: Subject['facts'] = [];
const NOBODY: Subject['held'] = [];
const NOTHING_GONE: Subject['gone'] = [];
const NOTHING_COUNTED: Subject['counted'] = [];

export const newSubject = (
  id: string,
  kind: SubjectKind,
  rules: Ruleset,
  facts = NO_FACTS,
  judgement = beginJudgement(),
): Subject => ({
  id,
  kind,
  rules,
  facts,
  held: NOBODY,
  told: NOTHING_TOLD,
  gone: NOTHING_GONE,
  offset: -1,
  quietUntil: 0,
  live: NONE_LIVE,
  judgement,
  counted: NOTHING_COUNTED,
  changed: false,
  slot: -1,
});

/** The next instant at which time alone would make something of it, ms UTC; Infinity when there is none. */
export function nextInstantOf(subject: Subject): number {
  let next = Number.POSITIVE_INFINITY;
  for (const clock of subject.judgement.clocks) {
    const instant = nextInstant(clock, subject.told.get(clock.key));
    if (instant < next) next = instant;
  }
  return next;
}

/** Whether anything is still to come of it: a running clock, or history that waits for its release. */
export const isOpen = (subject: Subject): boolean =>
  subject.held.length > 0 || subject.judgement.clocks.some((clock) => clock.end === 'running');
