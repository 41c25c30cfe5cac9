import type { Fact } from '../facts/fact.ts';
import type { JudgedClock } from '../judge/judged-clock.ts';
import { fits } from '../judge/trigger.ts';
import type { LedgerSpan } from './rows.ts';

/**
 * The spans of a clock: without gaps from its start to its end, counted or not, who held it, in which stage, and which rule
 * said so. Parts in and off working hours are worked out by whoever explains it.
 * @param until where the last span of a running clock ends, ms UTC; with null only spans that have closed are told.
 * @param known for whoever asks for all clocks of a subject: a ticket with a thousand cycles is gone through once.
 */
export function ledgerOf(
  clock: JudgedClock,
  facts: readonly Fact[],
  until: number | null,
  known?: KnownHoldings,
): LedgerSpan[] {
  const { start, stop, rule, row } = clock;
  if (known === undefined && clock.pauses.length === 0 && isHeldByOne(rule, facts)) {
    const end = stop ?? until ?? start;
    // Of nearly all clocks this is all there is to tell.
    return end <= start ? [] : [{ from: start, to: end, counted: true, holder: row.team, stage: '', rule: row.name }];
  }
  const holdings = known === undefined ? holdingsOf(clock, facts) : knownHoldings(clock, facts, known);
  const end = stop ?? until ?? lastChange(clock, holdings);
  if (end <= start) return [];
  const spans: LedgerSpan[] = [];
  for (const { from, to, pause } of countedAndNot(clock, end)) {
    for (let n = holdingAt(holdings, from); n < holdings.length && holdings[n]!.since < to; n++) {
      const { since, holder, stage } = holdings[n]!;
      const begins = Math.max(from, since);
      const ends = Math.min(to, holdings[n + 1]?.since ?? to);
      if (begins >= ends) continue;
      spans.push({
        from: begins,
        to: ends,
        counted: pause === undefined,
        holder: pause?.holder ?? holder,
        stage,
        rule: pause?.rule ?? row.name,
      });
    }
  }
  return spans.length < 2 ? spans : joined(spans);
}

type Pause = JudgedClock['pauses'][number];

/** The clock's time, cut where pauses begin and end. */
function* countedAndNot(clock: JudgedClock, end: number) {
  let at = clock.start;
  for (const pause of clock.pauses) {
    const from = Math.min(pause.from, end);
    const to = Math.min(pause.to ?? end, end);
    if (from > at) yield { from: at, to: from, pause: undefined as Pause | undefined };
    if (to > from) yield { from, to, pause: pause as Pause | undefined };
    at = Math.max(at, to);
  }
  if (end > at) yield { from: at, to: end, pause: undefined as Pause | undefined };
}

interface Holding {
  /** ms UTC. */
  readonly since: number;
  readonly holder: string;
  readonly stage: string;
}

/** Of the clocks of one subject: those that have the same promise, version and team were held by the same. */
export type KnownHoldings = Map<string, readonly Holding[]>;

function knownHoldings(clock: JudgedClock, facts: readonly Fact[], known: KnownHoldings): readonly Holding[] {
  const { rule, row } = clock;
  const key = `${rule.firstKey} ${rule.policy} ${row.team}`;
  const holdings = known.get(key) ?? holdingsOf(clock, facts);
  known.set(key, holdings);
  return holdings;
}

/** The place of the last holding that began at an instant or before it; the first began before any. */
function holdingAt(holdings: readonly Holding[], instant: number): number {
  let [low, high] = [0, holdings.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holdings[middle]!.since <= instant) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Who held it, and in which stage, from when on. A row that names its team speaks until a source names one. */
function holdingsOf(clock: JudgedClock, facts: readonly Fact[]): readonly Holding[] {
  const { rule, row } = clock;
  const { stages = [] } = rule.promise;
  const first: Holding = { since: Number.NEGATIVE_INFINITY, holder: row.team, stage: '' };
  if (isHeldByOne(rule, facts)) return [first];
  const holdings = [first];
  let [team, vendor, waitsOnVendor, stage] = [row.team, '', false, ''];
  for (const fact of facts) {
    const { data, type, time } = fact;
    if (typeof data.team === 'string' && data.team !== '') team = data.team;
    if (typeof data.vendor === 'string') vendor = data.vendor;
    if (typeof data.waitingOn === 'string') waitsOnVendor = data.waitingOn === 'vendor';
    for (const { name, from } of stages) if (from.on.includes(type) && fits(from, fact, rule, NO_STATES)) stage = name;
    const holder = waitsOnVendor ? vendor || 'vendor' : team;
    const last = holdings.at(-1)!;
    if (holder !== last.holder || stage !== last.stage) holdings.push({ since: time, holder, stage });
  }
  return holdings;
}

/** Nobody told who had it, and there are no stages: whom its row names has it from first to last. */
function isHeldByOne({ promise }: JudgedClock['rule'], facts: readonly Fact[]): boolean {
  if (promise.stages !== undefined && promise.stages.length > 0) return false;
  for (const fact of facts) if (tellsHolder(fact)) return false;
  return true;
}

const tellsHolder = ({ data }: Fact): boolean =>
  data.team !== undefined || data.vendor !== undefined || data.waitingOn !== undefined;

const NO_STATES: ReadonlySet<never> = new Set();

/** Up to where everything is known of a clock that runs. */
function lastChange(clock: JudgedClock, holdings: readonly Holding[]): number {
  const last = clock.pauses.at(-1);
  const paused = last === undefined ? clock.start : (last.to ?? last.from);
  return Math.max(paused, holdings.at(-1)!.since);
}

/** Two spans that differ in nothing but their time are one. */
function joined(spans: readonly LedgerSpan[]): LedgerSpan[] {
  const whole: LedgerSpan[] = [];
  for (const span of spans) {
    const last = whole.at(-1);
    const isSame =
      last !== undefined &&
      last.to === span.from &&
      last.counted === span.counted &&
      last.holder === span.holder &&
      last.stage === span.stage &&
      last.rule === span.rule;
    if (isSame) whole[whole.length - 1] = { ...last, to: span.to };
    else whole.push(span);
  }
  return whole;
}
