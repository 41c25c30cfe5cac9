import {
  type CompiledRoute,
  type CompiledRouting,
  type MatchField,
  matches,
  type Severity,
  type Signal,
} from '../../contract/index.ts';
import { isOpen } from '../calendar/is-open.ts';

/** What about a signal keeps it from a route: the first that does. */
export type Misfit =
  | { readonly what: 'field'; readonly field: MatchField }
  | { readonly what: 'severity' }
  | { readonly what: 'during' };

/** Null where the signal fits. Whether a threshold is reached is not asked: that depends on what else has come. */
export function misfitOf(
  { when, severity, during }: CompiledRoute,
  { calendars }: CompiledRouting,
  signal: Signal,
  is: Severity,
  at: number,
): Misfit | null {
  for (const field of Object.keys(when) as MatchField[]) {
    if (!matches({ [field]: when[field] }, signal)) return { what: 'field', field };
  }
  if (severity.length > 0 && !severity.includes(is)) return { what: 'severity' };
  if (during === null) return null;
  const calendar = calendars[during.calendar];
  const within = calendar !== undefined && isOpen(calendar, at);
  return within === during.within ? null : { what: 'during' };
}
