import type { ExplainedSpan } from '../../../contract/index.ts';
import type { CalendarIndex } from '../../calendar/calendar-index.ts';
import { workingSpans } from '../../calendar/working-spans.ts';
import { REOPENED } from '../../policy/pause-names.ts';
import type { LedgerSpan } from '../write/rows.ts';

/**
 * A ledger cut where working hours begin and end, so that every minute of it is counted, paused, off hours or stopped. What
 * does not count anyway is left whole: nobody asks which part of a pause was a night.
 * @param calendar whose working time counts; undefined round the clock.
 */
export function cutLedger(spans: readonly LedgerSpan[], calendar: CalendarIndex | undefined): ExplainedSpan[] {
  return spans.flatMap((span) => (span.counted ? cutCounted(span, calendar) : [uncounted(span)]));
}

function uncounted({ from, to, holder, stage, rule }: LedgerSpan): ExplainedSpan {
  return { from, to, kind: rule === REOPENED ? 'stopped' : 'paused', counted: 0, holder, stage, rule };
}

function cutCounted(span: LedgerSpan, calendar: CalendarIndex | undefined): ExplainedSpan[] {
  const { holder, stage, rule } = span;
  const counted = (from: number, to: number): ExplainedSpan => {
    return { from, to, kind: 'counted', counted: to - from, holder, stage, rule };
  };
  if (calendar === undefined) return [counted(span.from, span.to)];
  const parts: ExplainedSpan[] = [];
  let at = span.from;
  const offUntil = (to: number): void => {
    if (to > at)
      parts.push({ from: at, to, kind: 'off-hours', counted: 0, holder, stage, rule: calendar.calendar.name });
  };
  for (const { from, to } of workingSpans(calendar, span.from, span.to)) {
    offUntil(from);
    parts.push(counted(from, to));
    at = to;
  }
  offUntil(span.to);
  return parts;
}
