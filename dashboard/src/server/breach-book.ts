import type { ClockSignal } from '@belfry/processor/contract';
import { type Breach, byNewest, type ClockId } from '../contract/index.ts';
import { Newest } from './newest.ts';

/** An open breach as the log or the table tells it. Names of partners are put in when it is shown. */
export interface OpenBreach extends Omit<Breach, 'partnerName' | 'title' | 'level'> {
  readonly quiet: boolean;
  /** The promise's title, empty when the table told it: tables hold none. */
  readonly title: string;
  /** The row of the promise's targets that ruled. */
  readonly row: string;
}

/** What the table `clocks` says of one breached and open clock, and the record that last changed it. */
export interface StoredBreach extends OpenBreach {
  readonly lane: number;
  readonly offset: number;
}

/** `breach` is null for a clock that is known to have closed, kept until the table knows it too. */
interface Known {
  readonly lane: number;
  readonly offset: number;
  readonly k: number;
  readonly breach: OpenBreach | null;
}

export const clockId = (clock: { subject: string; promise: string; cycle: number }): ClockId =>
  `${clock.subject}|${clock.promise}|${clock.cycle}`;

/**
 * The open breaches, from two tellers: the log `signals`, at once, and the table `clocks`, a second later but complete.
 * Both speak of records of the events log, so (lane, offset) decides whose word is newer, in whatever order they arrive
 * and however often: a clock never leaves its lane.
 */
export class BreachBook {
  /** Open breaches of released history: they never rang. */
  quiet = 0;
  /** The latest deadline whose breach rang, as far as is known. */
  lastBreach: number | null = null;
  private readonly clocks = new Map<ClockId, Known>();
  private readonly open = new Map<string, number>();
  private readonly newest = new Newest<OpenBreach>(byNewest, () => this.allThatRang());

  /** Open breaches that rang. */
  get rang(): number {
    return this.newest.count;
  }

  /** Takes a signal in; false if it told nothing new. */
  tell(signal: ClockSignal): boolean {
    const opens = signal.kind === 'breached';
    if (!opens && !closes(signal)) return false;
    const id = clockId(signal);
    const known = this.clocks.get(id);
    if (known && (signal.offset < known.offset || (signal.offset === known.offset && signal.k <= known.k)))
      return false;
    if (opens && !signal.quiet) this.rangAt(signal.due);
    const breach: OpenBreach | null = opens && signal.stop === null ? { id, ...pick(signal) } : null;
    this.set(id, { lane: signal.lane, offset: signal.offset, k: signal.k, breach });
    return true;
  }

  /** Remembers when a breach last rang, from history. */
  rangAt(due: number): void {
    if (this.lastBreach === null || due > this.lastBreach) this.lastBreach = due;
  }

  /**
   * Begins to compare with the table. `stored` says, per lane, the offset up to which the table was complete before it was
   * read. Hand over every open breach that it holds, then call `end`: what the table should know and does not is closed.
   */
  reconcile(stored: ReadonlyMap<number, number>): { row(row: StoredBreach): void; end(): void } {
    const seen = new Set<ClockId>();
    return {
      row: (stored) => {
        seen.add(stored.id);
        this.learn(stored);
      },
      end: () => {
        for (const [id, known] of this.clocks) {
          if (!seen.has(id) && known.offset < (stored.get(known.lane) ?? 0)) this.forget(id, known);
        }
      },
    };
  }

  /** Takes a row of the table in; true if its clock was not known to be an open breach. */
  learn({ lane, offset, ...breach }: StoredBreach): boolean {
    const known = this.clocks.get(breach.id);
    if (known && (known.offset > offset || (known.offset === offset && known.breach))) return false;
    if (!breach.quiet) this.rangAt(breach.due);
    const title = breach.title || (known?.breach?.title ?? '');
    this.set(breach.id, { lane, offset, k: Number.POSITIVE_INFINITY, breach: { ...breach, title } });
    return !known?.breach;
  }

  /** Whether more is known of the clock than a row of the table that was last changed at `offset`. */
  overrides(id: ClockId, offset: number): boolean {
    const known = this.clocks.get(id);
    return known !== undefined && (known.breach !== null || known.offset > offset);
  }

  /** The newest open breaches that rang, newest first, `SHOWN` at most. */
  top(): readonly OpenBreach[] {
    return this.newest.first();
  }

  /** How many open breaches of a partner rang. */
  openOf(partner: string): number {
    return this.open.get(partner) ?? 0;
  }

  /** Partners that have open breaches. */
  partners(): Iterable<string> {
    return this.open.keys();
  }

  private set(id: ClockId, known: Known): void {
    const before = this.clocks.get(id);
    if (before?.breach) this.count(before.breach, -1);
    this.clocks.set(id, known);
    if (known.breach) this.count(known.breach, 1);
  }

  private forget(id: ClockId, known: Known): void {
    if (known.breach) this.count(known.breach, -1);
    this.clocks.delete(id);
  }

  private count(breach: OpenBreach, by: 1 | -1): void {
    if (breach.quiet) {
      this.quiet += by;
      return;
    }
    if (by === 1) this.newest.add(breach);
    else this.newest.remove(breach);
    const open = this.openOf(breach.partner) + by;
    if (open === 0) this.open.delete(breach.partner);
    else this.open.set(breach.partner, open);
  }

  private *allThatRang(): Iterable<OpenBreach> {
    for (const { breach } of this.clocks.values()) if (breach && !breach.quiet) yield breach;
  }
}

const CLOSES: ReadonlySet<string> = new Set(['met', 'cancelled', 'met-late', 'retracted', 'cancelled-late']);

/** What takes back an escalation (step `retract:<name>`) says nothing of the breach. */
const closes = ({ kind, step }: ClockSignal): boolean => CLOSES.has(kind) && !step.startsWith('retract:');

const pick = ({ subject, promise, title, row, partner, team, due, quiet }: ClockSignal): Omit<OpenBreach, 'id'> => ({
  subject,
  promise,
  title,
  row,
  partner,
  team,
  due,
  quiet,
});
