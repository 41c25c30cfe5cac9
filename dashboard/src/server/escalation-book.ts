import type { ClockSignal } from '@belfry/processor/contract';
import { byLatest, type ClockId, type Escalation } from '../contract/index.ts';
import { clockId } from './breach-book.ts';
import { Newest } from './newest.ts';

/** A step of a ladder that was said aloud and stands. */
export interface LadderStep {
  readonly name: string;
  readonly level: string;
  readonly role: string;
  /** When it came, ms UTC. */
  readonly at: number;
}

/** An escalated clock as it is shown. Names of partners are put in then. */
export interface OpenEscalation extends Omit<Escalation, 'partnerName'> {
  /** The row of the promise's targets that rules. */
  readonly row: string;
}

type EscalatedClock = Omit<OpenEscalation, 'level' | 'role' | 'at'>;

/** What the tables say of one escalated and open clock: its steps as they were told, and the record that last changed it. */
export interface StoredEscalation extends EscalatedClock {
  readonly steps: readonly LadderStep[];
  readonly lane: number;
  readonly offset: number;
}

/** Without steps it is not escalated, or no longer open: kept until the tables know it too. */
interface Known {
  readonly lane: number;
  readonly offset: number;
  readonly k: number;
  readonly steps: readonly LadderStep[];
  readonly shown: OpenEscalation | null;
}

/**
 * The open clocks that were escalated, from two tellers as the open breaches are (see BreachBook): the log `signals`, at
 * once, and the tables, a second later but complete. A breach that is taken back leaves the escalations: each is taken
 * back by a signal of its own.
 */
export class EscalationBook {
  private readonly clocks = new Map<ClockId, Known>();
  private readonly newest = new Newest<OpenEscalation>(byLatest, () => this.all());

  /** How many there are. */
  get count(): number {
    return this.newest.count;
  }

  /** Takes a signal in; false if it told nothing new. */
  tell(signal: ClockSignal): boolean {
    const word = wordOf(signal);
    if (word === undefined) return false;
    const id = clockId(signal);
    const known = this.clocks.get(id);
    const { lane, offset, k } = signal;
    if (known && (offset < known.offset || (offset === known.offset && k <= known.k))) return false;
    const steps = word(known?.steps ?? NONE);
    this.set({ lane, offset, k, steps, shown: shownOf({ id, ...pick(signal) }, steps) }, id);
    return true;
  }

  /** Begins to compare with the tables, as BreachBook does. */
  reconcile(stored: ReadonlyMap<number, number>): { row(row: StoredEscalation): void; end(): void } {
    const seen = new Set<ClockId>();
    return {
      row: ({ lane, offset, steps, ...clock }) => {
        seen.add(clock.id);
        const known = this.clocks.get(clock.id);
        if (known && (known.offset > offset || (known.offset === offset && known.shown))) return;
        this.set({ lane, offset, k: Number.POSITIVE_INFINITY, steps, shown: shownOf(clock, steps) }, clock.id);
      },
      end: () => {
        for (const [id, known] of this.clocks) {
          if (!seen.has(id) && known.offset < (stored.get(known.lane) ?? 0)) this.forget(id, known);
        }
      },
    };
  }

  /** Those that were escalated last, newest first, a few at most. */
  top(): readonly OpenEscalation[] {
    return this.newest.first();
  }

  /** The level that a clock has reached; empty if it was not escalated. */
  levelOf(id: ClockId): string {
    return this.clocks.get(id)?.shown?.level ?? '';
  }

  private set(known: Known, id: ClockId): void {
    const before = this.clocks.get(id)?.shown;
    if (before) this.newest.remove(before);
    this.clocks.set(id, known);
    if (known.shown) this.newest.add(known.shown);
  }

  private forget(id: ClockId, { shown }: Known): void {
    if (shown) this.newest.remove(shown);
    this.clocks.delete(id);
  }

  private *all(): Iterable<OpenEscalation> {
    for (const { shown } of this.clocks.values()) if (shown) yield shown;
  }
}

const NONE: readonly LadderStep[] = [];
const TAKEN_BACK = 'retract:';
const ENDS: ReadonlySet<string> = new Set(['met', 'cancelled', 'met-late', 'cancelled-late']);

/** What a signal makes of the steps that stand, or undefined if it says nothing of them. */
function wordOf(signal: ClockSignal): ((steps: readonly LadderStep[]) => readonly LadderStep[]) | undefined {
  const { kind, step: name, level, role, at, quiet } = signal;
  if (ENDS.has(kind)) return () => NONE;
  // Who has it from the beginning was not escalated to.
  if (kind === 'escalated' && !quiet && at > signal.start)
    return (steps) => [...steps.filter((step) => step.name !== name), { name, level, role, at }];
  if (kind === 'retracted' && name.startsWith(TAKEN_BACK))
    return (steps) => steps.filter((step) => step.name !== name.slice(TAKEN_BACK.length));
  return undefined;
}

/** The step that came last speaks for the clock. */
function shownOf(clock: EscalatedClock, steps: readonly LadderStep[]): OpenEscalation | null {
  let last: LadderStep | undefined;
  for (const step of steps) if (last === undefined || step.at >= last.at) last = step;
  return last === undefined ? null : { ...clock, level: last.level, role: last.role, at: last.at };
}

const pick = ({ subject, promise, title, row, partner, team }: ClockSignal): Omit<EscalatedClock, 'id'> => ({
  subject,
  promise,
  title,
  row,
  partner,
  team,
});
