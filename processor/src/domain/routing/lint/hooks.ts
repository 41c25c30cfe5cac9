import type { CompiledRouting } from '../../../contract/index.ts';
import type { CompiledPack } from '../../policy/compiled.ts';
import { nearest } from '../../policy/nearest.ts';
import type { Find } from './finding.ts';

/** Whom a step of a ladder tells that is no hook. */
const ROLES: ReadonlySet<string> = new Set(['assignee', 'team', 'vendor', 'partner']);

/** Hooks that nobody tells, that fall back on themselves, and those that packs name and this file does not. */
export function lintHooks(routing: CompiledRouting, packs: readonly CompiledPack[] | undefined, find: Find): void {
  const ladders = (packs ?? []).flatMap(({ promises }) =>
    promises.flatMap(({ id, ladder }) =>
      ladder.flatMap(({ name, tell = [] }) =>
        tell.filter((who) => !ROLES.has(who)).map((hook) => ({ hook, step: name, promise: id })),
      ),
    ),
  );
  lintFallbacks(routing, find);
  lintUntold(routing, new Set(ladders.map(({ hook }) => hook)), packs !== undefined, find);
  const names = routing.hooks.map(({ name }) => name);
  for (const hook of new Set(ladders.map((step) => step.hook))) {
    if (names.includes(hook)) continue;
    const [first, ...others] = ladders.filter((step) => step.hook === hook);
    const steps = `The step "${first!.step}" of ${first!.promise}${others.length === 0 ? ' tells' : ` and ${others.length} more tell`}`;
    const meant = nearest(hook, names);
    const instead = meant === undefined ? `a hook "${hook}"` : `a hook "${hook}", or \`tell: ${meant}\` in the pack`;
    find('warning', 'unknown-hook', ['hooks'], `${steps} the hook "${hook}", which is not here.`, instead);
  }
}

function lintFallbacks({ hooks }: CompiledRouting, find: Find): void {
  const next = new Map(hooks.map(({ name, fallback }) => [name, fallback]));
  for (const { name, fallback } of hooks) {
    const way: string[] = [];
    for (let at = fallback; at !== null && at !== undefined && !way.includes(at); at = next.get(at) ?? null) {
      way.push(at);
    }
    if (!way.includes(name)) continue;
    const message =
      fallback === name
        ? `The hook "${name}" falls back on itself.`
        : `The hook "${name}" falls back on itself: ${[name, ...way.slice(0, way.indexOf(name) + 1)].join(' -> ')}.`;
    find('error', 'fallback-circle', ['hooks', name, 'fallback'], message, 'a hook that is not among these, or none');
  }
}

function lintUntold(
  { hooks, routes, heartbeat }: CompiledRouting,
  byLadders: ReadonlySet<string>,
  knowsLadders: boolean,
  find: Find,
): void {
  const told = new Set([
    ...routes.flatMap(({ to }) => to),
    ...hooks.flatMap(({ name, fallback }) => (fallback === null || fallback === name ? [] : [fallback])),
    ...(heartbeat?.to ?? []),
    ...byLadders,
  ]);
  if (routes.every(({ to }) => to.length === 0)) {
    find('warning', 'nobody-told', ['routes'], 'Nobody is told of anything.', 'a hook under `to` of a route');
    if (hooks.length === 0) return;
  }
  for (const { name } of hooks) {
    if (told.has(name)) continue;
    const instead = `it under \`to\` of a route${knowsLadders ? '' : ', unless a step of a policy names it'}`;
    find('warning', 'hook-untold', ['hooks', name], `Nobody tells the hook "${name}".`, instead);
  }
}
