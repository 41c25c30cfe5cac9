/** One difference between two versions of a pack, told to those whom it binds. */
export interface PackChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly what: 'pack' | 'promise' | 'row' | 'step' | 'calendar' | 'kpi' | 'partner' | 'field' | 'source';
  /** The name of what changed: a promise's or a KPI's id, a row's or a step's name, a calendar, a partner, a field, a source. */
  readonly name: string;
  /** The promise that it belongs to, by its id; undefined where it concerns the pack. */
  readonly promise?: string;
  /** In words, for those whom it binds. */
  readonly sentence: string;
  /** The teams that answer for it, before and after. Empty where it concerns everybody. */
  readonly binds: readonly string[];
}

/** What has changed between two lists of named things, in the order of the second, and then what is gone. */
export function* compareNamed<Each>(
  before: readonly Each[],
  after: readonly Each[],
  nameOf: (each: Each) => string,
): Generator<{ readonly name: string; readonly before?: Each; readonly after?: Each }> {
  const known = new Map(before.map((each) => [nameOf(each), each]));
  const kept = new Set(after.map(nameOf));
  for (const each of after) {
    const name = nameOf(each);
    const other = known.get(name);
    if (other === undefined) yield { name, after: each };
    else if (!isSame(other, each)) yield { name, before: other, after: each };
  }
  for (const each of before) if (!kept.has(nameOf(each))) yield { name: nameOf(each), before: each };
}

/** Compiled packs are JSON. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `What was before` is named behind what is now. */
export const insteadOf = (after: string, before: string): string => `${after} instead of ${before}`;

/** Teams as a row names them, each by itself. */
export const teamsOf = (...teams: readonly string[]): string[] => [
  ...new Set(teams.flatMap((team) => team.split(/\s*,\s*/)).filter((team) => team !== '')),
];
