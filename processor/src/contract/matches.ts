import type { Matcher, MatchField } from './incident.ts';
import { isKpiSignal, isNotice, type PolicyChanged, type Signal } from './signal.ts';

/**
 * Whether a signal fits a matcher: every field that it names must, by one of its values. A matcher without fields fits
 * nothing here; what an empty one means elsewhere is for the caller to say. A field that a signal of its kind does not have
 * fits no value.
 */
export function matches(matcher: Matcher, signal: Signal): boolean {
  const fields = Object.keys(matcher) as MatchField[];
  return fields.length > 0 && fields.every((field) => fits(matcher[field], valuesOf(signal, field)));
}

function fits(wanted: string | readonly string[] | undefined, values: readonly string[]): boolean {
  if (wanted === undefined) return true;
  const list = typeof wanted === 'string' ? [wanted] : wanted;
  return list.some((value) => values.includes(value));
}

/**
 * What a signal has in a field; none where its kind has no such field. A policy change is about everybody whom it binds, a
 * ladder's step is told to several.
 */
export function valuesOf(signal: Signal, field: MatchField): readonly string[] {
  if (field === 'policy') return packOf(signal);
  if (isNotice(signal)) {
    const bound = signal as Partial<PolicyChanged>;
    if (field === 'partner') return bound.partners ?? [];
    if (field === 'team') return bound.teams ?? [];
  }
  if (isKpiSignal(signal) && field === 'promise') return [];
  const value = (signal as unknown as Readonly<Record<string, unknown>>)[field];
  if (Array.isArray(value)) return value as string[];
  return typeof value === 'string' ? [value] : [];
}

function packOf(signal: Signal): readonly string[] {
  if (isNotice(signal)) return 'pack' in signal ? [signal.pack] : [];
  const name = isKpiSignal(signal) ? signal.kpi : signal.promise;
  return [name.split('/')[0]!];
}
