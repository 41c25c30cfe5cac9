import type { CompiledPack } from './compiled.ts';

/** What one version of a pack says otherwise than another, a line each. */
export type PackDifference = readonly string[];

export function comparePacks(before: CompiledPack, after: CompiledPack): PackDifference {
  return [
    ...compareNamed('promise', before.promises, after.promises),
    ...compareNamed('KPI', before.kpis, after.kpis),
    ...compareNamed(
      'calendar',
      Object.entries(before.calendars).map(named),
      Object.entries(after.calendars).map(named),
    ),
    ...compareNamed('partner', before.partners, after.partners),
  ];
}

const named = ([id, calendar]: [string, object]) => ({ id, ...calendar });

function* compareNamed<Of extends { readonly id: string }>(what: string, before: readonly Of[], after: readonly Of[]) {
  const old = new Map(before.map((each) => [each.id, each]));
  for (const each of after) {
    const was = old.get(each.id);
    old.delete(each.id);
    if (was === undefined) yield `+ ${what} ${each.id}`;
    else if (JSON.stringify(was) !== JSON.stringify(each)) yield `~ ${what} ${each.id}`;
  }
  for (const id of old.keys()) yield `- ${what} ${id}`;
}
