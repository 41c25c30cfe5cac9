import type { CompiledCalendar, CompiledPack, Condition, TargetRow } from '../compiled.ts';
import { canHold } from './can-hold.ts';
import type { Find } from './finding.ts';
import { promisesOf } from './places.ts';

/** Rows that no clock can have, because nothing fits them or because earlier rows take all that would. */
export function lintRows(pack: CompiledPack, find: Find): void {
  for (const { promise, path } of promisesOf(pack)) {
    const conditions = promise.rows.map((row) => conditionOf(row, pack));
    const sides = sidesOf(promise.rows);
    promise.rows.forEach((row, place) => {
      const at = [...path, 'targets', place];
      const own = conditions[place]!;
      if (!canHold([...sides, own])) {
        find('error', 'row-never-fits', at, 'No subject fits this row: it contradicts itself.', 'one of the two');
        return;
      }
      if (canHold([promise.appliesTo]) && !canHold([promise.appliesTo, row.when])) {
        const message =
          'What the promise applies to does not fit this row: only a later change of its data leads here.';
        find('warning', 'row-never-fits', at, message, 'a condition that `applies-to` leaves open');
      }
      const earlier = conditions.slice(0, place);
      if (canHold([...sides, own, ...earlier.map((not) => ({ not }))])) return;
      const others = promise.rows.slice(0, place).filter((_, n) => canHold([...sides, own, earlier[n]!]));
      const names = others.map(({ name }) => `"${name}"`).join(' or ');
      const byTime = others.some(({ starts }) => starts !== undefined) || row.starts !== undefined;
      find(
        'error',
        byTime ? 'row-hidden-by-starts' : 'row-unreachable',
        at,
        byTime
          ? `Whatever fits this row fits ${names} before it, at any time of day: it never counts.`
          : `Whatever fits this row fits ${names} before it: it never counts.`,
        'it before that row, or a narrower condition there',
      );
    });
  }
}

/** Prime time is asked about as if it were a field that is true or false. */
const sideOf = (calendar: string): string => `starts during ${calendar}`;

function conditionOf({ when, starts }: TargetRow, pack: CompiledPack): Condition {
  const parts: Condition[] = when === undefined ? [] : [when];
  if (starts !== undefined) {
    const calendar = pack.calendars[starts.calendar];
    if (calendar !== undefined && isAlways(calendar)) parts.push(starts.within ? { all: [] } : { any: [] });
    else parts.push({ field: sideOf(starts.calendar), is: starts.within });
  }
  return { all: parts };
}

/** A clock starts within a calendar's working time or outside of it; there is no third. */
function sidesOf(rows: readonly TargetRow[]): Condition[] {
  const calendars = new Set(rows.flatMap(({ starts }) => (starts === undefined ? [] : [starts.calendar])));
  return [...calendars].map((calendar) => ({ field: sideOf(calendar), in: [true, false] }));
}

const isAlways = ({ spans }: CompiledCalendar): boolean => spans.length === 2;
