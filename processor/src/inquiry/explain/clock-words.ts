import type { ExplainedClock, ExplainedSpan, SaidSignal, Share } from '../../contract/index.ts';
import { durationWords } from '../words/duration-words.ts';
import type { LocalTime } from '../words/local-time.ts';
import type { Style } from '../words/style.ts';
import { table } from '../words/table.ts';
import { headline } from './headline.ts';

/** More spans than a person reads are only counted; the sums have all of them. */
const SPANS_SHOWN = 24;

/** Why one clock stands as it stands, line by line. */
export function clockWords(clock: ExplainedClock, asOf: number, time: LocalTime, style: Style): string[] {
  const { cycle, target, row, policy, state } = clock;
  const which = `row ${row.name} of ${policy.pack} version ${policy.number}`;
  const isAlarm = state === 'breached';
  const stands = headline(clock, asOf);
  return [
    `${isAlarm ? style.alarm(stands) : style.strong(stands)}  ${style.strong(row.sentence)}${cycle > 1 ? `, cycle ${cycle}` : ''}${row.name === '' ? `, ${target.words}` : ` (${which})`}`,
    ...facts(clock, time).map(([name, words]) => `  ${style.faint(name.padEnd(11))}${words}`),
    ...ledgerWords(clock, time, style),
    ...stepWords(clock, asOf, time, style),
    ...saidWords(clock.said, time, style),
  ];
}

function facts(clock: ExplainedClock, time: LocalTime): (readonly [name: string, words: string])[] {
  const { start, due, stop, endedBy, row, policy, promise, kind, provenance, team, elapsed, remaining } = clock;
  const left = remaining === null || remaining === 0 ? '' : `, ${durationWords(remaining)} left`;
  const told: (readonly [string, string | undefined])[] = [
    ['promise', `${promise}, ${kind}, in force since ${time.day(policy.effective)}`],
    ['because', row.why],
    ['started', time.at(start)],
    ['due', due === null ? undefined : time.at(due)],
    ['ended', stop === null ? undefined : `${time.at(stop)}${endedBy === '' ? '' : ` by ${endedBy}`}`],
    ['counted', clock.ledger.length === 0 ? undefined : `${durationWords(elapsed)}${left}`],
    ['team', team],
    ['to do', row.action],
    ['penalty', row.penalty],
    ['follows', row.consequence],
    ['written in', row.provenance === '' ? provenance : row.provenance],
  ];
  return told.filter((each): each is readonly [string, string] => each[1] !== undefined && each[1] !== '');
}

function ledgerWords({ ledger, sums }: ExplainedClock, time: LocalTime, style: Style): string[] {
  if (ledger.length === 0) return [];
  const half = SPANS_SHOWN / 2;
  const isLong = ledger.length > SPANS_SHOWN;
  const shown = isLong ? [...ledger.slice(0, half), ...ledger.slice(-half)] : ledger;
  const { head, rows } = table(
    ['from', 'to', 'for', 'what', 'who had it', 'stage'],
    shown.map(({ from, to, kind, holder, stage, rule }) => [
      time.at(from),
      time.at(to),
      durationWords(to - from),
      spanWords(kind, rule),
      holder,
      stage,
    ]),
  );
  if (isLong) rows.splice(half, 0, `... ${ledger.length - SPANS_SHOWN} more`);
  return ['', `  ${style.faint(head)}`, ...rows.map((row) => `  ${row}`), ...sumWords(sums).map((line) => `  ${line}`)];
}

function spanWords(kind: ExplainedSpan['kind'], rule: string): string {
  switch (kind) {
    case 'counted':
      return 'counted';
    case 'paused':
      return `paused: ${rule}`;
    case 'off-hours':
      return `off hours of ${rule}`;
    case 'stopped':
      return 'had ended, then went on';
  }
}

function sumWords({ whole, counted, paused, offHours, stopped, byHolder, byStage }: ExplainedClock['sums']): string[] {
  const parts = [
    [counted, 'counted'],
    [paused, 'paused'],
    [offHours, 'off hours'],
    [stopped, 'ended'],
  ] as const;
  const told = parts.filter(([ms]) => ms > 0).map(([ms, word]) => `${durationWords(ms)} ${word}`);
  const lines = [`= ${durationWords(whole)}${told.length > 1 ? `: ${told.join(' + ')}` : ''}`];
  for (const shares of [byHolder, byStage]) if (shares.length > 1) lines.push(`  ${shares.map(shareWords).join(', ')}`);
  return lines;
}

const shareWords = ({ name, whole, counted }: Share): string =>
  `${name === '' ? '(nobody named)' : name} ${durationWords(whole)}${counted === whole || counted === 0 ? '' : ` (${durationWords(counted)} counted)`}`;

function stepWords({ steps, open }: ExplainedClock, asOf: number, time: LocalTime, style: Style): string[] {
  if (steps.length === 0) return [];
  const { head, rows } = table(
    ['step', 'at', 'level', 'who', 'said'],
    steps.map(({ name, at, deferred, level, role, said }) => [
      name,
      deferred ? 'after the pause' : at === null ? 'never: no deadline' : time.at(at),
      level,
      role,
      said !== null ? 'yes' : open && (deferred || (at !== null && at > asOf)) ? 'not yet' : 'no',
    ]),
  );
  return ['', `  ${style.faint(head)}`, ...rows.map((row) => `  ${row}`)];
}

/** Steps of the clock's own have no name that says more than the signal's. */
function saidOf(kind: string, step: string): string {
  const name = step.replace(/^retract:/, '');
  return /^(?:deadline|stop(?:~\d+)?|retract)$/.test(name) || name === kind ? kind : `${kind} ${name}`;
}

function saidWords(said: readonly SaidSignal[], time: LocalTime, style: Style): string[] {
  if (said.length === 0) return [];
  const { head, rows } = table(
    ['said', 'about', 'what', 'why'],
    said.map(({ told, at, kind, step, reason, quiet, tell }) => [
      time.at(told),
      time.at(at),
      saidOf(kind, step),
      [reason, tell.length === 0 ? '' : `to ${tell.join(', ')}`, quiet ? 'quietly: history' : '']
        .filter((part) => part !== '')
        .join('; '),
    ]),
  );
  return [
    '',
    `  ${style.faint(head)}`,
    ...rows.map((row, n) => (said[n]!.takenBackBy === null ? `  ${row}` : `${style.struck(row)}  taken back`)),
  ];
}
