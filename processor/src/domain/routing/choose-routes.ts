import {
  type CompiledRoute,
  type CompiledRouting,
  isClockSignal,
  type Severity,
  type Signal,
} from '../../contract/index.ts';
import { type Misfit, misfitOf } from './misfit.ts';

/** A route that fits, and whom it tells. Thresholds are the fold's to keep: a route with one is chosen here if all else fits. */
export interface Chosen {
  readonly route: CompiledRoute;
  /** None: nobody is told, and that is meant. */
  readonly hooks: readonly string[];
}

/** A route that was asked, and what kept the signal from it; null: it fits. */
export interface Asked {
  readonly route: CompiledRoute;
  readonly misfit: Misfit | null;
}

/**
 * Which routes a signal takes, in their order: up to the first that fits and does not say `continue`. A route with a
 * threshold never stops those behind it from being asked, since its threshold may not be reached.
 * @param severity of the signal.
 * @param at ms UTC, for `during`.
 */
export function chooseRoutes(
  routing: CompiledRouting,
  signal: Signal,
  severity: Severity,
  at: number,
): readonly Chosen[] {
  const chosen: Chosen[] = [];
  for (const { route, misfit } of askRoutes(routing, signal, severity, at)) {
    if (misfit === null) chosen.push({ route, hooks: route.to });
  }
  return chosen;
}

/** Each route that is asked, in order; those behind the last one are not. */
export function* askRoutes(routing: CompiledRouting, signal: Signal, severity: Severity, at: number): Generator<Asked> {
  for (const route of routing.routes) {
    const misfit = misfitOf(route, routing, signal, severity, at);
    yield { route, misfit };
    if (misfit === null && !route.goOn && route.threshold === null) return;
  }
}

const HOOK = 'hook/';

/** Hooks that a ladder's step names in `tell` (`hook/<name>`), where the routing knows them; each once. */
export function namedHooks({ hooks }: CompiledRouting, signal: Signal): readonly string[] {
  if (!isClockSignal(signal)) return [];
  const named = signal.tell.filter((who) => who.startsWith(HOOK)).map((who) => who.slice(HOOK.length));
  return [...new Set(named)].filter((name) => hooks.some((hook) => hook.name === name));
}
