import type { StepTime } from '../compiled.ts';
import type { Path, Report } from '../problem.ts';
import { parseDuration } from './duration.ts';
import { type Counting, knowsCalendar, ROUND_THE_CLOCK } from './read-target.ts';

const SHARE = /^(\d+(?:\.\d+)?)\s*%$/;
const ON = '(?: (round the clock)| on ([a-z0-9-]+))?';
/** `1 hour after`, `8 hours after start round the clock`, `8 hours on office after start`. */
const BEHIND = new RegExp(`^(.+?)${ON} after(?: (start|the start|the deadline))?${ON}$`);
const BEFORE = /^(.+?) before(?: the deadline)?$/;
const FORMS = '`75 %`, `30 minutes before`, `1 hour after`, `at start`, or `8 hours after start`';

/**
 * Reads when a step of a ladder comes. Durations after the start or the deadline are counted as the promise counts hours
 * unless they say it themselves; only `before` is plain time.
 */
export function readMoment(at: string, counting: Counting, path: Path, report: Report): StepTime {
  if (at === 'at start') return { start: 0 };
  const share = SHARE.exec(at);
  if (share !== null) {
    const percent = Number(share[1]);
    if (percent === 0) report(path, 'At 0 % the clock has just begun.', '`at start`, or a share above 0 %');
    return { percent };
  }
  const before = BEFORE.exec(at);
  if (before !== null) return { before: readAmount(before[1]!, at, path, report) };
  const behind = BEHIND.exec(at);
  if (behind === null) {
    report(path, `"${at}" is no moment of a clock.`, FORMS);
    return { before: 1 };
  }
  const [, amount = '', firstRound, firstNamed, anchor, lastRound, lastNamed] = behind;
  const ms = readAmount(amount, at, path, report);
  const named = firstNamed ?? lastNamed;
  if (named !== undefined) knowsCalendar(named, counting.calendars, path, report);
  const calendar = (firstRound ?? lastRound) === ROUND_THE_CLOCK ? undefined : (named ?? counting.hours);
  const counted = calendar === undefined ? {} : { calendar };
  return anchor === 'start' || anchor === 'the start' ? { start: ms, ...counted } : { after: ms, ...counted };
}

function readAmount(amount: string, at: string, path: Path, report: Report): number {
  const ms = parseDuration(amount);
  if (ms !== undefined) return ms;
  const days = /^(\d+) days?$/.exec(amount);
  if (days === null) report(path, `"${at}" is no moment of a clock.`, FORMS);
  else report(path, `"${at}" does not say which days.`, `\`${at.replace(amount, `${Number(days[1]) * 24} hours`)}\``);
  return 1;
}
