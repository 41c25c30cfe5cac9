import { oracleAccount } from './clock-accounts.ts';
import type { PaperRecord } from './oracles/clock/paper.ts';

/** What is interesting about a timeline: a random test is worth what its timelines come across. */

type Event = PaperRecord & { readonly what: 'event' };

export function casesOf(timeline: readonly PaperRecord[], subject: string): ReadonlySet<string> {
  const cases = new Set<string>();
  const verdicts = oracleAccount(timeline, subject);
  const see = (name: string, isSeen: boolean): void => {
    if (isSeen) cases.add(name);
  };
  const events = timeline.filter((record): record is Event => record.what === 'event');
  const times = events.map(({ time }) => time);
  see('events in the same millisecond', new Set(times).size < times.length);
  see('the same event twice', new Set(events.map(({ id }) => id)).size < events.length);
  see(
    'an event beyond the tolerance',
    events.some(({ time, appendTime }) => time > appendTime + 300_000),
  );
  see('a second policy', timeline.filter(({ what }) => what === 'policy').length > 1);
  verdicts.forEach(({ said, clocks }, n) => {
    const record = timeline[n]!;
    const before = verdicts[n - 1]?.clocks ?? [];
    const isLate = record.what === 'event' && events.some((e) => timeline.indexOf(e) < n && e.time > record.time);
    for (const saying of said) {
      see(`said: ${saying.kind}${saying.step.startsWith('stop~') ? ' after a reopening' : ''}`, true);
      see('late evidence takes a breach back', saying.step === 'retract' && isLate);
      see('an escalation is taken back', saying.step.startsWith('retract:'));
      see('a breach under the second revision or later', saying.kind === 'breached' && saying.revision > 0);
    }
    for (const clock of clocks) {
      const was = before.find((each) => each.promise === clock.promise && each.cycle === clock.cycle);
      see(`state: ${clock.state}`, true);
      see('a second cycle', clock.cycle > 1);
      see('a stop at the deadline sharp', clock.stop !== null && clock.stop === clock.due);
      see('a stop a millisecond behind the deadline', clock.stop !== null && clock.stop - 1 === clock.due);
      see('a stop before the start', clock.stop !== null && clock.start !== null && clock.stop < clock.start);
      see('a clock goes on after a late end', clock.open && was?.open === false && was.state === 'breached');
      see('a clock goes on after an end in time', clock.open && was?.state === 'met');
      see('a restart while paused', clock.state === 'cancelled' && was?.state === 'paused');
      see('a clock starts paused', clock.state === 'paused' && was === undefined);
      see('another row', was !== undefined && was.row !== clock.row);
      see('a deadline moves', was?.due != null && clock.due !== null && was.due !== clock.due);
      see(
        'a clock is gone',
        was !== undefined && was.state !== 'cancelled' && clock.state === 'cancelled' && clock.stop === null,
      );
      see('more than three spans in a ledger', clock.ledger.length > 3);
    }
    for (const clock of before) {
      const isPause = record.what === 'event' && record.time === clock.due;
      const now = clocks.find((each) => each.promise === clock.promise && each.cycle === clock.cycle);
      see('something happens at the deadline sharp and does not end the clock', isPause && now?.open === true);
    }
    see('told late', isLate);
  });
  return cases;
}
