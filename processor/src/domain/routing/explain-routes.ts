import type { AskedRoute, CompiledRoute, CompiledRouting, Severity, Signal } from '../../contract/index.ts';
import { valuesOf } from '../../contract/matches.ts';
import { askRoutes } from './choose-routes.ts';
import { inOneWord, routeTakes, thresholdInWords } from './describe-route.ts';
import type { Misfit } from './misfit.ts';

/**
 * Each route that is asked about a signal, in order, and in words why it fits or does not.
 * @param severity of the signal.
 * @param at the instant that it would be told, ms UTC, for `during`.
 */
export function explainRoutes(
  routing: CompiledRouting,
  signal: Signal,
  severity: Severity,
  at: number,
): readonly AskedRoute[] {
  return Array.from(askRoutes(routing, signal, severity, at), ({ route, misfit }) => ({
    route: route.name,
    line: route.line,
    fits: misfit === null,
    why: misfit === null ? fitsInWords(route) : misfitInWords(misfit, route, signal, severity, at),
  }));
}

function fitsInWords(route: CompiledRoute): string {
  const parts = [`it takes ${routeTakes(route)}`];
  if (route.threshold !== null) parts.push(`tells only once there are ${thresholdInWords(route.threshold)}`);
  if (route.to.length === 0) parts.push('tells nobody');
  return parts.join('; ');
}

function misfitInWords(misfit: Misfit, route: CompiledRoute, signal: Signal, severity: Severity, at: number): string {
  if (misfit.what === 'severity') return `severity is ${severity}, not ${inOneWord(route.severity)}`;
  if (misfit.what === 'during') {
    const { calendar, within } = route.during!;
    return `${new Date(at).toISOString()} is ${within ? 'outside' : 'during'} ${calendar}`;
  }
  const { field } = misfit;
  const wanted = inOneWord(route.when[field]!);
  const has = valuesOf(signal, field).filter((value) => value !== '');
  if (has.length > 0) return `${field} is ${has.join(' and ')}, not ${wanted}`;
  return `this ${signal.kind} has no ${field}, and ${wanted} is wanted`;
}
