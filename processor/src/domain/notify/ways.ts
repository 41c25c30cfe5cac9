import type { Severity } from '../../contract/incident.ts';
import type { CompiledRoute, CompiledRouting } from '../../contract/routing.ts';
import type { Signal } from '../../contract/signal.ts';
import { chooseRoutes, namedHooks } from '../routing/choose-routes.ts';
import { LADDER, LADDER_TIMING, type Timing } from './group.ts';

/** Where an item goes: which hook, by which rule, and how patiently. */
export interface Way {
  readonly hook: string;
  readonly route: string;
  readonly timing: Timing;
  readonly groupBy: CompiledRoute['groupBy'];
  readonly threshold: CompiledRoute['threshold'];
}

/**
 * The ways of a signal: to each hook once, by the first route that names it, once more by each that has a threshold, and
 * where a ladder's step names a hook. @param at ms UTC.
 */
export function waysOf(routing: CompiledRouting | null, signal: Signal, severity: Severity, at: number): Way[] {
  if (routing === null) return [];
  const ways: Way[] = [];
  const told = new Set<string>();
  for (const { route, hooks } of chooseRoutes(routing, signal, severity, at)) {
    for (const hook of hooks) {
      if (route.threshold === null && told.has(hook)) continue;
      if (route.threshold === null) told.add(hook);
      const { name, waitMs, everyMs, repeatMs, groupBy, threshold } = route;
      ways.push({ hook, route: name, timing: { waitMs, everyMs, repeatMs }, groupBy, threshold });
    }
  }
  for (const hook of namedHooks(routing, signal)) {
    if (told.has(hook)) continue;
    ways.push({ hook, route: LADDER, timing: LADDER_TIMING, groupBy: 'incident', threshold: null });
  }
  return ways;
}
