import type { CompiledRouting, RouteAnswer, Signal } from '../../contract/index.ts';
import { severityOf } from '../../domain/incident/severity.ts';
import { asksRoutes } from '../../domain/routing/asks-routes.ts';
import { chooseRoutes, namedHooks } from '../../domain/routing/choose-routes.ts';
import { explainRoutes } from '../../domain/routing/explain-routes.ts';

/** Which hooks a signal would be told to if it came at an instant (ms UTC), by which rule, and why not by the others. */
export function answerRoute(routing: CompiledRouting, signal: Signal, at: number): RouteAnswer {
  if (!asksRoutes(signal.kind)) {
    const note = 'It is an end, which asks no route: whoever was told of the beginning is told of it, at once.';
    return { told: [], note, trail: [] };
  }
  const severity = severityOf(signal);
  const trail = explainRoutes(routing, signal, severity, at);
  if (signal.quiet) return { told: [], note: 'It is quiet, which is history: nobody is told of it.', trail };
  const told: RouteAnswer['told'] = chooseRoutes(routing, signal, severity, at).flatMap(({ route, hooks }) => {
    const { why } = trail.find((asked) => asked.fits && asked.line === route.line && asked.route === route.name)!;
    return hooks.map((hook) => ({ hook, route: route.name, line: route.line, why }));
  });
  const named = namedHooks(routing, signal).map((hook) => ({
    hook,
    route: 'ladder',
    line: 0,
    why: `a step of the policy's ladder names it (tell: ${hook})`,
  }));
  return { told: [...told, ...named], trail };
}
