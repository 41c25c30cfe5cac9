import type { DeadlineAnswer, DeadlineRow, WalkedSpan } from '../../contract/index.ts';
import { durationWords } from '../words/duration-words.ts';
import { type LocalTime, localTime } from '../words/local-time.ts';
import { plain, type Style } from '../words/style.ts';
import { table } from '../words/table.ts';
import { UNPUBLISHED } from './offline.ts';

/** So many rows are told each with how it is reached; more are one line each. */
const TOLD_IN_FULL = 3;
/** A walk over months is told by its beginning and its end. */
const SPANS_SHOWN = 12;

/**
 * A deadline in words that a manager understands, for a terminal.
 * @param zone an IANA name; without it the zone in which the promise counts.
 */
export function deadlineInWords(answer: DeadlineAnswer, zone = answer.zone, style: Style = plain): string {
  const { promise, title, kind, policy, start, appliesTo, applies, rows, provenance } = answer;
  const time = localTime(zone, start);
  const lines = [
    `${style.strong(title)}  ${promise}, ${kind}, ${versionWords(policy, time)}`,
    `Started on ${time.full(start)}, ${zone}.`,
  ];
  if (appliesTo !== '') lines.push(`${APPLIES[`${applies}`]} ${appliesTo}.`);
  if (provenance !== '') lines.push(style.faint(`Written in ${provenance}`));
  lines.push('');
  if (rows.length === 0) lines.push('No row of the promise fits this data: it is timed, and never breached.');
  else if (rows.length <= TOLD_IN_FULL) for (const row of rows) lines.push(...rowWords(row, answer, time, style), '');
  else lines.push(...rowsInBrief(rows, time, style));
  return `${lines.join('\n').trimEnd()}\n`;
}

const versionWords = ({ number, effective }: DeadlineAnswer['policy'], time: LocalTime): string =>
  `${number === UNPUBLISHED ? 'not published, effective' : `version ${number} in force`} since ${time.day(effective)}`;

const APPLIES: Readonly<Record<string, string>> = {
  true: 'It is made, as',
  false: 'It is NOT made to this one, but only if',
  null: 'It is made only if',
};

function rowsInBrief(rows: readonly DeadlineRow[], time: LocalTime, style: Style): string[] {
  const { head, rows: lines } = table(
    ['row', 'target', 'due'],
    rows.map(({ row, target, due }) => [row.name, target.words, due === null ? 'none' : time.at(due)]),
  );
  return [
    `${rows.length} rows may fit. Tell more with --data field=value, and how each deadline is reached is told too.`,
    '',
    style.faint(head),
    ...lines,
  ];
}

function rowWords(answer: DeadlineRow, { start, provenance }: DeadlineAnswer, time: LocalTime, style: Style): string[] {
  const { row, fits, due, steps, examples } = answer;
  const lines = [
    `${style.strong(due === null ? 'no deadline' : `due ${time.at(due)}`)}  ${row.sentence} (row ${row.name})`,
    `  ${fits ? '' : 'if '}${row.why}`,
    ...reachedBy(answer, start, time).map((line) => `  ${line}`),
  ];
  const about: readonly (readonly [string, string])[] = [
    ['team', row.team],
    ['to do', row.action],
    ['penalty', row.penalty],
    ['follows', row.consequence],
    ['written in', row.provenance === provenance ? '' : row.provenance],
  ];
  for (const [name, words] of about) if (words !== '') lines.push(`  ${style.faint(name.padEnd(11))}${words}`);
  const ladder = table(
    ['step', 'at', 'level', 'who'],
    steps.map(({ name, at, level, role }) => [name, at === null ? 'never' : time.at(at), level, role]),
  );
  if (steps.length > 0) lines.push('', `  ${style.faint(ladder.head)}`, ...ladder.rows.map((line) => `  ${line}`));
  const next = table(
    ['if it started', 'it would be due'],
    examples.map((each) => [time.at(each.start), each.due === null ? 'never' : time.at(each.due)]),
  );
  if (due !== null && examples.length > 0)
    lines.push('', `  ${style.faint(next.head)}`, ...next.rows.map((line) => `  ${line}`));
  return lines;
}

function reachedBy({ target, due, walk, days, promised }: DeadlineRow, start: number, time: LocalTime): string[] {
  if (due === null)
    return promised === null && target.kind === 'not-set' ? ['nothing that is told says what was promised'] : [];
  if (promised !== null)
    return [`promised for ${promised}${/T/.test(promised) ? '' : ', a day that counts to its end'}`];
  if (days.length > 0) return dayWords(walk, days, start, due, time);
  const lines = walk.map((span) => spanWords(span, time));
  const half = SPANS_SHOWN / 2;
  if (lines.length > SPANS_SHOWN)
    lines.splice(half, lines.length - SPANS_SHOWN, `... ${lines.length - SPANS_SHOWN} more`);
  const counted = walk.reduce((sum, { from, to, isCounted }) => sum + (isCounted ? to - from : 0), 0);
  return lines.length < 2 ? lines : [...lines, `= ${durationWords(counted)} counted`];
}

function spanWords({ from, to, isCounted }: WalkedSpan, time: LocalTime): string {
  const isOneDay = time.day(from) === time.day(to);
  const until = isOneDay ? time.clock(to) : `${time.day(to)} ${time.clock(to)}`;
  const span = `${time.day(from)} ${time.clock(from)} - ${until}`;
  return isCounted ? `${span}  counted ${durationWords(to - from)}` : `${span}  off hours`;
}

function dayWords(
  walk: readonly WalkedSpan[],
  days: readonly number[],
  start: number,
  due: number,
  time: LocalTime,
): string[] {
  const [first] = walk;
  const begins = first?.isCounted === false && first.from === start ? first.to : start;
  const counted = days.map((day, n) => `${n + 1}: ${time.day(day)}`).join(', ');
  return [
    begins === start
      ? `counts from ${time.day(start)} ${time.clock(start)}`
      : `starts outside working time, so it counts from ${time.day(begins)} ${time.clock(begins)}`,
    `working days behind it: ${counted}, due there at ${time.clock(due)}`,
  ];
}
