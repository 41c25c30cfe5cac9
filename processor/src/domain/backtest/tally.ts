import type { BacktestCounts, BacktestPair } from '../../contract/index.ts';
import type { Outcome } from './outcome.ts';

type Side = 'before' | 'after';

type Counts = { -readonly [Name in keyof BacktestCounts]: number };

const COUNT_OF = {
  breached: 'breached',
  met: 'met',
  cancelled: 'cancelled',
  undecided: 'undecided',
  'no-deadline': 'noDeadline',
} as const;

const nothing = (): Counts => ({ clocks: 0, breached: 0, met: 0, cancelled: 0, undecided: 0, noDeadline: 0 });
const nobody = (): Record<Side, Counts> => ({ before: nothing(), after: nothing() });

/** Counts outcomes in total, by promise and by partner. Its size is theirs, however many clocks there are. */
export class Tally {
  readonly total = nobody();
  private readonly promises = new Map<string, Record<Side, Counts>>();
  private readonly partners = new Map<string, Record<Side, Counts>>();

  add(side: Side, partner: string, { counted, promise, verdict }: Outcome): void {
    if (!counted || verdict === 'open') return;
    for (const pair of [this.total, under(this.promises, promise), under(this.partners, partner)]) {
      pair[side].clocks++;
      pair[side][COUNT_OF[verdict]]++;
    }
  }

  byPromise(): Record<string, BacktestPair> {
    return byName(this.promises);
  }

  byPartner(): Record<string, BacktestPair> {
    return byName(this.partners);
  }
}

function under(pairs: Map<string, Record<Side, Counts>>, name: string): Record<Side, Counts> {
  let pair = pairs.get(name);
  if (pair === undefined) {
    pair = nobody();
    pairs.set(name, pair);
  }
  return pair;
}

/** Partners are named by sources: one called `__proto__` is one like any other. */
const byName = (pairs: ReadonlyMap<string, BacktestPair>): Record<string, BacktestPair> =>
  Object.fromEntries([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));
