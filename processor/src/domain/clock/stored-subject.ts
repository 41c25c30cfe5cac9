import type { Fact } from './facts/fact.ts';
import { judge } from './judge/judgement.ts';
import type { Ruleset } from './rules/ruleset.ts';
import { NONE_LIVE, newSubject, type Subject, subjectKind } from './subject.ts';
import { nothingTold, type Told, type ToldStep } from './tell/told.ts';
import type { ClockRow } from './write/rows.ts';

interface StoredSubject {
  readonly pin: number;
  readonly facts: readonly StoredFact[];
  readonly held?: readonly { readonly importid: string; readonly fact: StoredFact }[];
  readonly told?: Record<string, StoredTold>;
  readonly gone?: readonly ClockRow[];
  readonly quietUntil?: number;
  readonly live?: readonly string[];
}

/** Rows from before ladders went on after the deadline name their steps only, and those were reminders. */
type StoredTold = Omit<Partial<Told>, 'steps' | 'ended'> & {
  readonly steps: readonly (ToldStep | string)[];
  readonly ended: Told['ended'] | boolean;
};

const restoreTold = (stored: Record<string, StoredTold>): Map<string, Told> =>
  new Map(
    Object.entries(stored).map(([key, { steps, ended, ...told }]) => [
      key,
      { ...nothingTold(), ...told, steps: steps.map(restoreStep), ended: restoreEnded(ended) },
    ]),
  );

const restoreEnded = (ended: StoredTold['ended']): Told['ended'] =>
  typeof ended === 'string' ? ended : ended ? 'late' : 'no';

const restoreStep = (step: ToldStep | string): ToldStep =>
  typeof step === 'string' ? { name: step, at: 0, quiet: true, escalation: null } : step;

type StoredFact = readonly [hash: number, type: string, time: number, offset: number, data: Fact['data']];

const storeFact = ({ hash, type, time, offset, data }: Fact): StoredFact => [hash, type, time, offset, data];
const restoreFact = ([hash, type, time, offset, data]: StoredFact): Fact => ({ hash, type, time, offset, data });

/** The state row of a subject: JSON, the same for the same state. */
export function storeSubject(subject: Subject): string {
  const stored: StoredSubject = {
    pin: subject.rules.pin,
    facts: subject.facts.map(storeFact),
    ...(subject.held.length > 0 && {
      held: subject.held.map(({ importid, fact }) => ({ importid, fact: storeFact(fact) })),
    }),
    ...(subject.told.size > 0 && { told: Object.fromEntries(subject.told) }),
    ...(subject.gone.length > 0 && { gone: subject.gone }),
    ...(subject.quietUntil > 0 && { quietUntil: subject.quietUntil }),
    ...(subject.live.length > 0 && { live: subject.live }),
  };
  return JSON.stringify(stored);
}

/** The ruleset that a state row pins, without reading the whole. */
export const pinOf = (state: string): number => Number.parseInt(state.slice(BEGINNING.length), 10);

/** The same of a row's bytes; -1 if they do not begin as those of a state row do. */
export function pinIn(state: Buffer): number {
  for (let at = 0; at < BEGINNING.length; at++) if (state[at] !== BEGINNING.charCodeAt(at)) return -1;
  let pin = 0;
  let at = BEGINNING.length;
  for (; isDigit(state[at]); at++) pin = pin * 10 + state[at]! - ZERO;
  return at === BEGINNING.length ? -1 : pin;
}

const BEGINNING = '{"pin":';
const ZERO = 0x30;
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte < ZERO + 10;

/** The inverse: judged anew from its facts. `counted` is left to the caller, who knows the KPIs. */
export function restoreSubject(
  id: string,
  offset: number,
  state: string,
  rulesetAt: (pin: number) => Ruleset,
): Subject {
  const kind = subjectKind(id);
  if (kind === undefined) throw new Error(`a state row names ${id}, which is neither an order nor a ticket`);
  const stored = JSON.parse(state) as StoredSubject;
  const rules = rulesetAt(stored.pin);
  const facts = stored.facts.map(restoreFact);
  const subject = newSubject(id, kind, rules, facts, judge(facts, kind, rules));
  subject.held = (stored.held ?? []).map(({ importid, fact }) => ({ importid, fact: restoreFact(fact) }));
  if (stored.told !== undefined) subject.told = restoreTold(stored.told);
  subject.gone = [...(stored.gone ?? [])];
  subject.offset = offset;
  subject.quietUntil = stored.quietUntil ?? 0;
  subject.live = stored.live ?? NONE_LIVE;
  return subject;
}
