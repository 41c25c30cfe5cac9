import { byDue, byGravest, byLatest, byNewest, byWorst } from './order.ts';
import type { Picture, Tile, Verdict } from './picture.ts';

/** How a list changes. Places count in the list as it was, so that a frame names no id that a wall has already. */
export interface ListChange<T extends { readonly id: string }> {
  /** Items that left it. */
  readonly drop?: readonly number[];
  /** Of items that stayed, the fields that are different. */
  readonly patch?: readonly (readonly [place: number, fields: Partial<T>])[];
  /** Items that are new: how each differs from the one that led the list, whole where none did. What is new is mostly alike. */
  readonly put?: readonly Partial<T>[];
}

/** How a tile that stayed in its place differs from what it was, with the first tile's new instant and positions. */
export type TileChange = Partial<Tile> & {
  /** The last value of its trend, where no other is different. */
  readonly today?: number | null;
};

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
  readonly tiles?: readonly TileChange[];
};

const LISTS = {
  breaches: byNewest,
  incidents: byGravest,
  escalations: byLatest,
  next: byDue,
  partners: byWorst,
} as const;
const PLAIN = [
  'demo',
  'stage',
  'taken',
  'catchingUp',
  'partnersTotal',
  'silent',
  'silentTotal',
  'deadlines',
  'forecast',
] as const;

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
  if (change.tiles) after.tiles = applyTiles(picture.tiles, change.tiles);
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
  const places = new Map(before.map(({ id }, place) => [id, place]));
  const patch: [number, Partial<T>][] = [];
  const put: Partial<T>[] = [];
  for (const item of after) {
    const place = places.get(item.id);
    if (place === undefined) put.push(before[0] ? fieldsOf(before[0], item) : item);
    else if (!same(before[place], item)) patch.push([place, fieldsOf(before[place]!, item)]);
    places.delete(item.id);
  }
  const drop = [...places.values()];
  if (drop.length + patch.length + put.length === 0) return null;
  return { ...(drop.length > 0 && { drop }), ...(patch.length > 0 && { patch }), ...(put.length > 0 && { put }) };
}

function applyList<T extends { readonly id: string }>(list: readonly T[], change: ListChange<T>): T[] {
  const { drop = [], patch = [], put = [] } = change;
  const items = [...list];
  for (const [place, fields] of patch) items[place] = { ...at(list, place), ...fields };
  const left = new Set(drop.map((place) => at(list, place).id));
  const stayed = items.filter(({ id }) => !left.has(id));
  return [...stayed, ...put.map((fields) => ({ ...list[0], ...fields }) as T)];
}

function at<T>(list: readonly T[], place: number): T {
  const item = list[place];
  if (item === undefined) throw new RangeError(`The list of ${list.length} has no place ${place}: take a snapshot.`);
  return item;
}

/** All tiles are evaluated at one instant, over the same positions: the first one's change speaks for the others. */
const asFirst = <T extends Tile | undefined>(tile: T, first: Tile | undefined): T =>
  tile && first ? { ...tile, asOf: first.asOf, positions: first.positions } : tile;

function tilesChange(before: readonly Tile[], after: readonly Tile[]): readonly TileChange[] {
  return after.map((tile, n): TileChange => {
    const known = n === 0 ? before[n] : asFirst(before[n], after[0]);
    if (known?.kpi !== tile.kpi) return tile;
    const { trend, ...fields } = fieldsOf(known, tile);
    if (trend === undefined) return fields;
    const isToday = trend.length > 0 && same(known.trend.slice(0, -1), trend.slice(0, -1));
    return isToday && known.trend.length > 0 ? { ...fields, today: trend.at(-1)! } : { ...fields, trend };
  });
}

function applyTiles(before: readonly Tile[], changes: readonly TileChange[]): readonly Tile[] {
  const after: Tile[] = [];
  for (const [n, { today, ...fields }] of changes.entries()) {
    if (fields.kpi !== undefined) {
      after.push(fields as Tile);
      continue;
    }
    const tile = { ...asFirst(at(before, n), after[0]), ...fields };
    after.push(today === undefined ? tile : { ...tile, trend: [...tile.trend.slice(0, -1), today] });
  }
  return after;
}

/** The fields of `after` that are different. */
function fieldsOf<T extends object>(before: T, after: T): Partial<T> {
  const fields: Partial<T> = {};
  for (const name of Object.keys(after) as (keyof T)[])
    if (!same(before[name], after[name])) fields[name] = after[name];
  return fields;
}
