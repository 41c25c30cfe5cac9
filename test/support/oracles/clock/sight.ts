import type { PaperCheck, PaperData, PaperFact, PaperPolicy, PaperPromise, PaperTrigger } from './paper.ts';

/** How a subject looks after some of its facts: its data, and what conditions see in it. */

/** These describe the event that carries them and never become the subject's. */
const OF_THE_EVENT = [
  ...['field', 'from', 'to', 'by', 'shipment', 'number', 'url', 'reason', 'actor', 'lines'],
  ...['status', 'public', 'auto'],
];

/** Events that tell of something beside the subject's course: a message, a classification, a rating. */
const WITHOUT_STATE = [
  ...['order.promise-changed', 'order.rated', 'order.snapshot', 'ticket.snapshot'],
  ...['ticket.classified', 'ticket.assigned', 'ticket.message', 'ticket.rated'],
];

/** The state that an event tells, or undefined. Parcels have states of their own; they are not their order's. */
function stateOf({ type, data }: PaperFact): unknown {
  if (type === 'ticket.status-changed' || type === 'order.status-corrected') return data.to;
  if (WITHOUT_STATE.includes(type)) return undefined;
  const [kind, name] = type.split('.');
  return kind === 'order' || kind === 'ticket' ? name : undefined;
}

/** Who moved a promised date: a kind of actor, told as such or as an actor. */
function moverOf({ data: { by } }: PaperFact): unknown {
  return typeof by === 'object' && by !== null ? (by as PaperData).kind : by;
}

function mayMove(promise: PaperPromise | undefined, fact: PaperFact): boolean {
  const mover = moverOf(fact);
  if (promise?.movedBy !== undefined) return promise.movedBy.some((each) => each === mover);
  return mover !== 'partner' && mover !== 'carrier' && mover !== 'vendor';
}

/** A subject's facts in the order of truth, and its data after each of them. */
export class Story {
  readonly facts: readonly PaperFact[];
  private readonly looks = new Map<PaperPromise | undefined, readonly PaperData[]>();

  constructor(facts: readonly PaperFact[]) {
    this.facts = facts;
  }

  /** After the n-th fact, as the promise sees it: whose changes of the promised date count is its own. -1 is the beginning. */
  dataAfter(n: number, promise?: PaperPromise): PaperData {
    let looks = this.looks.get(promise);
    if (looks === undefined) {
      let data: PaperData = {};
      looks = this.facts.map((fact) => {
        data = take(data, fact, promise);
        return data;
      });
      this.looks.set(promise, looks);
    }
    return looks[n] ?? {};
  }

  dataNow(): PaperData {
    return this.dataAfter(this.facts.length - 1);
  }
}

function take(before: PaperData, fact: PaperFact, promise: PaperPromise | undefined): PaperData {
  const data: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(fact.data)) if (!OF_THE_EVENT.includes(key)) data[key] = value;
  const state = stateOf(fact);
  if (state !== undefined) data.status = state;
  const { field, to } = fact.data;
  if (fact.type === 'ticket.classified' && typeof field === 'string') data[field] = to;
  if (fact.type === 'order.promise-changed' && mayMove(promise, fact)) {
    data.promise = { ...(data.promise as object), ...(typeof to === 'object' ? to : { deliverBy: to }) };
  }
  return data;
}

/** The value at a path such as `promise.deliverBy`. */
export function told(data: PaperData, path: string): unknown {
  let value: unknown = data;
  for (const name of path.split('.')) value = (value as PaperData | null | undefined)?.[name];
  return value;
}

/** What a condition sees at a path: another name of a value is that value; what is not told may follow from two others. */
function seen(data: PaperData, path: string, policy: PaperPolicy): unknown {
  const value = told(data, path);
  if (value !== undefined && value !== null) {
    const names = policy.aliases?.[path] ?? {};
    return typeof value === 'string' && Object.hasOwn(names, value) ? names[value] : value;
  }
  const derived = policy.derived?.find(({ field }) => field === path);
  if (derived === undefined) return value;
  const [first, second] = derived.from.map((field) => seen(data, field, policy));
  return derived.table[String(first)]?.[String(second)];
}

export function holds(check: PaperCheck, data: PaperData, policy: PaperPolicy): boolean {
  if ('all' in check) return check.all.every((each) => holds(each, data, policy));
  if ('any' in check) return check.any.some((each) => holds(each, data, policy));
  if ('not' in check) return !holds(check.not, data, policy);
  const value = seen(data, check.field, policy);
  if ('is' in check) return value === check.is;
  if ('in' in check) return check.in.some((each) => each === value);
  return (value !== undefined && value !== null) === check.exists;
}

/** Whether the n-th fact fits a trigger. */
export function fits(trigger: PaperTrigger, story: Story, n: number, policy: PaperPolicy): boolean {
  const { type, data } = story.facts[n]!;
  const { on, where, state } = trigger;
  if (on.length > 0 ? !on.includes(type) : state === undefined) return false;
  if (where !== undefined && !holds(where, data, policy)) return false;
  if (state === undefined) return true;
  return !holds(state, story.dataAfter(n - 1), policy) && holds(state, story.dataAfter(n), policy);
}
