import { byDue, byGravest, byLatest, byNewest, byWorst } from './order.ts';
import type { Picture, Tile, Verdict } from './picture.ts';

/** Of an item that the wall has, the fields that are different. */
export type Patch<T extends { readonly id: string }> = Partial<T> & Pick<T, 'id'>;

/** Items of a list that are new, whole, or different, and the ids of those that left it. */
export interface ListChange<T extends { readonly id: string }> {
  readonly put: readonly Patch<T>[];
  readonly drop: readonly string[];
}

type ListName = 'breaches' | 'incidents' | 'escalations' | 'next' | 'partners';

/**
 * The difference between two pictures. What is absent stayed as it was: in a storm counts change many times a second, and a
 * thousand walls are told of nothing else.
 */
export type Change = Partial<Omit<Picture, ListName | 'verdict' | 'tiles'>> & {
  readonly [K in ListName]?: ListChange<Picture[K][number]>;
} & {
  readonly verdict?: Partial<Verdict>;
  /** All of them, in their order: one that names its KPI whole, of others the fields that are different. */
  readonly tiles?: readonly Partial<Tile>[];
};

const LISTS = {
  breaches: byNewest,
  incidents: byGravest,
  escalations: byLatest,
  next: byDue,
  partners: byWorst,
} as const;
const PLAIN = ['demo', 'stage', 'taken', 'catchingUp', 'partnersTotal', 'silent', 'silentTotal'] as const;

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** What carries a wall from one picture to the other, or null if they show the same. */
export function changeBetween(before: Picture, after: Picture): Change | null {
  const change: Record<string, unknown> = {};
  for (const name of PLAIN) if (!same(before[name], after[name])) change[name] = after[name];
  if (!same(before.verdict, after.verdict)) change.verdict = fieldsOf(before.verdict, after.verdict);
  if (!same(before.tiles, after.tiles)) change.tiles = tilesChange(before.tiles, after.tiles);
  for (const name of Object.keys(LISTS) as ListName[]) {
    const list = listChange<{ id: string }>(before[name], after[name]);
    if (list) change[name] = list;
  }
  return Object.keys(change).length === 0 ? null : (change as Change);
}

/** The picture after a change. `applyChange(a, changeBetween(a, b))` shows the same as b. */
export function applyChange(picture: Picture, change: Change): Picture {
  const after: Record<string, unknown> = { ...picture };
  for (const name of PLAIN) if (name in change) after[name] = change[name];
  if (change.verdict !== undefined) {
    // What cannot be read makes no picture, and the wall asks for a whole one.
    after.verdict = change.verdict ? { ...picture.verdict, ...change.verdict } : null;
  }
  if (change.tiles) {
    after.tiles = change.tiles.map((tile, n) => (tile.kpi === undefined ? { ...picture.tiles[n], ...tile } : tile));
  }
  if (change.breaches) after.breaches = applyList(picture.breaches, change.breaches).sort(LISTS.breaches);
  if (change.incidents) after.incidents = applyList(picture.incidents, change.incidents).sort(LISTS.incidents);
  if (change.escalations)
    after.escalations = applyList(picture.escalations, change.escalations).sort(LISTS.escalations);
  if (change.next) after.next = applyList(picture.next, change.next).sort(LISTS.next);
  if (change.partners) after.partners = applyList(picture.partners, change.partners).sort(LISTS.partners);
  return after as unknown as Picture;
}

function listChange<T extends { readonly id: string }>(
  before: readonly T[],
  after: readonly T[],
): ListChange<T> | null {
  if (before === after) return null;
  const known = new Map(before.map((item) => [item.id, item]));
  const put: Patch<T>[] = [];
  for (const item of after) {
    const before = known.get(item.id);
    if (before === undefined) put.push(item);
    else if (!same(before, item)) put.push({ ...fieldsOf(before, item), id: item.id });
  }
  for (const item of after) known.delete(item.id);
  return put.length === 0 && known.size === 0 ? null : { put, drop: [...known.keys()] };
}

function applyList<T extends { readonly id: string }>(list: readonly T[], change: ListChange<T>): T[] {
  const items = new Map(list.map((item) => [item.id, item]));
  for (const id of change.drop) items.delete(id);
  for (const item of change.put) items.set(item.id, { ...items.get(item.id), ...item } as T);
  return [...items.values()];
}

function tilesChange(before: readonly Tile[], after: readonly Tile[]): readonly Partial<Tile>[] {
  return after.map((tile, n) => (before[n]?.kpi === tile.kpi ? fieldsOf(before[n], tile) : tile));
}

/** The fields of `after` that are different. */
function fieldsOf<T extends object>(before: T, after: T): Partial<T> {
  const fields: Partial<T> = {};
  for (const name of Object.keys(after) as (keyof T)[])
    if (!same(before[name], after[name])) fields[name] = after[name];
  return fields;
}
