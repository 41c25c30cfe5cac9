import type { CompiledCalendar, CompiledPack } from '../policy/compiled.ts';

/** What is different between two versions of a pack, a plain sentence each; what reads the same is not told. */
export function packChanges(before: CompiledPack, after: CompiledPack): string[] {
  const changes = [
    ...listChanges('promise', before.promises, after.promises, ({ id }) => id, sameText),
    ...listChanges('KPI', before.kpis, after.kpis, ({ id }) => id, sameText),
    ...listChanges('partner', before.partners, after.partners, ({ id }) => id, sameText),
    ...listChanges(
      'calendar',
      Object.values(before.calendars),
      Object.values(after.calendars),
      ({ name }) => name,
      sameHours,
    ),
  ];
  if (!sameText([before.derived, before.aliases], [after.derived, after.aliases]))
    changes.push('How fields are worked out of others is different.');
  if (before.effective !== after.effective) changes.push(`It is effective from ${dayOf(after.effective)}.`);
  return changes.length > 0 ? changes : ['What it promises stays as it was.'];
}

function listChanges<Item>(
  word: string,
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => string,
  same: (a: Item, b: Item) => boolean,
): string[] {
  const old = new Map(before.map((item) => [nameOf(item), item]));
  const now = new Map(after.map((item) => [nameOf(item), item]));
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  return names.flatMap((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    if (is === undefined) return [`The ${word} ${name} is gone.`];
    if (was === undefined) return [`The ${word} ${name} is new.`];
    return same(was, is) ? [] : [`The ${word} ${name} is different.`];
  });
}

/** Compiled packs are JSON whose keys stand in the order in which the same code wrote them. */
const sameText = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A version that is published later reaches further; only what both of them know is compared. */
function sameHours(a: CompiledCalendar, b: CompiledCalendar): boolean {
  if (a.zone !== b.zone || a.dayMinutes !== b.dayMinutes) return false;
  const from = Math.max(a.from, b.from) / 60_000;
  const until = Math.min(a.until, b.until) / 60_000;
  return sameText(within(a.spans, from, until), within(b.spans, from, until));
}

function within(spans: readonly number[], from: number, until: number): number[] {
  const kept: number[] = [];
  for (let n = 0; n < spans.length; n += 2) {
    const [opens, closes] = [Math.max(spans[n]!, from), Math.min(spans[n + 1]!, until)];
    if (opens < closes) kept.push(opens, closes);
  }
  return kept;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
