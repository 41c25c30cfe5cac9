import { machineClock } from '@belfry/ingest/contract';
import { shippedPacks } from '@belfry/processor/compose';
import { businessDays } from '../../processor/src/domain/calendar/business-days.ts';
import { indexCalendar } from '../../processor/src/domain/calendar/calendar-index.ts';
import { addWorking } from '../../processor/src/domain/calendar/working-time.ts';
import type { Fact } from '../../processor/src/domain/clock/facts/fact.ts';
import { beginJudgement, take } from '../../processor/src/domain/clock/judge/judgement.ts';
import { buildRuleset } from '../../processor/src/domain/clock/rules/ruleset.ts';
import type { CompiledPack } from '../../processor/src/domain/policy/compiled.ts';
import { parsePack } from '../../processor/src/domain/policy/parse-pack.ts';
import { smallPack } from '../support/small-pack.ts';

const ROUNDS = 7;
const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 0, 5, 9);

/**
 * What a clock costs: the deadline of a working time, and the judgement of an in-order event of an order with one promise. The
 * median of several rounds, each of which is warm.
 */
export async function clocks(): Promise<void> {
  const office = indexCalendar(await officeOf('mall'));
  const deadlineNs = medianOf(() => nsEach(1_000_000, (n) => addWorking(office, FROM + (n % 9_000) * HOUR, 9 * HOUR)));
  const businessDayNs = medianOf(() =>
    nsEach(1_000_000, (n) => businessDays(office, FROM + (n % 9_000) * HOUR, 1, 'same-time')),
  );
  const judgedNs = medianOf(judgeInOrder);
  console.table({
    'deadline in working time': { figure: `${deadlineNs} ns`, goal: 'under 100 ns' },
    'deadline of 1 business day, same time': { figure: `${businessDayNs} ns`, goal: '-' },
    'in-order event, one promise': { figure: `${judgedNs} ns`, goal: 'under 1,000 ns' },
  });
  console.log(JSON.stringify({ bench: 'clocks', deadlineNs, businessDayNs, judgedNs }));
}

async function officeOf(pack: string): Promise<CompiledPack['calendars'][string]> {
  const source = (await shippedPacks({ demo: false })).find(({ name }) => name === `${pack}.yaml`)!;
  const parsed = parsePack(source.yaml, source.name, machineClock.now());
  if ('problems' in parsed) throw new Error(`${pack} cannot be read`);
  return Object.values(parsed.compiled.calendars)[0]!;
}

/** An order is opened, tracked and shipped: three events of which two matter to the promise. */
function judgeInOrder(): number {
  const rules = buildRuleset([{ number: 0, pack: smallPack(60) }]);
  const types = ['order.opened', 'shipment.tracking-set', 'order.shipped'];
  const orders = 200_000;
  const facts = types.map((type, n): Fact => ({ hash: n, type, time: FROM + n, offset: n, data: { partner: 'p1' } }));
  const begun = process.cpuUsage();
  for (let order = 0; order < orders; order++) {
    const judgement = beginJudgement();
    for (const fact of facts) take(judgement, fact, 'order', rules);
    if (judgement.clocks.length !== 1) throw new Error('the order has lost its clock');
  }
  return nsSince(begun, orders * facts.length);
}

function nsEach(times: number, work: (n: number) => number): number {
  const begun = process.cpuUsage();
  let sum = 0;
  for (let n = 0; n < times; n++) sum += work(n);
  if (Number.isNaN(sum)) throw new Error('a deadline is no number');
  return nsSince(begun, times);
}

/** By the processor's time and not by the clock on the wall: others may be at work on the machine. */
function nsSince(begun: NodeJS.CpuUsage, times: number): number {
  const { user, system } = process.cpuUsage(begun);
  return Math.round(((user + system) * 1000) / times);
}

function medianOf(round: () => number): number {
  round();
  const rounds = Array.from({ length: ROUNDS }, round).sort((a, b) => a - b);
  return rounds[ROUNDS >> 1]!;
}
