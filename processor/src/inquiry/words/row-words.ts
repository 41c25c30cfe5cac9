import { UNMATCHED } from '../../domain/clock/judge/aim.ts';
import type { Target, TargetRow } from '../../domain/policy/compiled.ts';
import { conditionInWords } from '../../domain/policy/describe/in-words.ts';

/** What a row asks for: `category is account, and it starts within prime`; empty if it takes everything. */
export function rowCondition({ when, starts }: TargetRow): string {
  const parts: string[] = [];
  if (when !== undefined) parts.push(conditionInWords(when));
  if (starts !== undefined) {
    parts.push(`it starts ${starts.within ? 'within' : 'outside'} the working time of ${starts.calendar}`);
  }
  return parts.join(', and ');
}

/** Why a row rules a clock. */
export function whyRow(row: TargetRow, rows: readonly TargetRow[]): string {
  if (row === UNMATCHED || row.name === UNMATCHED.name) return 'no row of the promise fits what is told of it';
  const asks = rowCondition(row);
  if (asks === '') return rows.length === 1 ? 'the only row, for everything' : 'no row before it fits';
  return `the first row that fits: ${asks}`;
}

/** The calendar on which a target counts; null round the clock. */
export const calendarOfTarget = (target: Target): string | null =>
  target.kind === 'working' || target.kind === 'business-days' ? target.calendar : null;
