import type { ClockVerdict } from '../../contract/subject-api.ts';
import { verdictTime } from './verdict-time.ts';
import { words } from './words.ts';

/** A verdict in the reader's language at an instant (ms UTC): `due in 0:42`. Its figure keeps its own direction. */
export function verdictWords(verdict: ClockVerdict, now: number): string {
  const time = verdictTime(verdict, now);
  return words.verdicts[verdict.is](time === '' ? '' : `\u2068${time}\u2069`);
}
