import { byDue, byGravest, byLatest, byNewest, byWorst } from './order.ts';
import type { Picture } from './picture.ts';

/** Items of a list that are new or different, and the ids of those that left it. */
export interface ListChange<T> {
  readonly put: readonly T[];
  readonly drop: readonly string[];
}

type ListName = 'breaches' | 'incidents' | 'escalations' | 'next' | 'partners';

/** The difference between two pictures. What is absent stayed as it was. */
export type Change = Partial<Omit<Picture, ListName>> & {
  readonly [K in ListName]?: ListChange<Picture[K][number]>;
};

const LISTS = {
  breaches: byNewest,
  incidents: byGravest,
  escalations: byLatest,
  next: byDue,
  partners: byWorst,
} as const;
const PLAIN = ['demo', 'stage', 'taken', 'catchingUp', 'verdict', 'tiles', 'partnersTotal'] as const;

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** What carries a wall from one picture to the other, or null if they show the same. */
export function changeBetween(before: Picture, after: Picture): Change | null {
  const change: Record<string, unknown> = {};
  for (const name of PLAIN) if (!same(before[name], after[name])) change[name] = after[name];
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
  const put = after.filter((item) => !same(known.get(item.id), item));
  for (const item of after) known.delete(item.id);
  return put.length === 0 && known.size === 0 ? null : { put, drop: [...known.keys()] };
}

function applyList<T extends { readonly id: string }>(list: readonly T[], change: ListChange<T>): T[] {
  const gone = new Set<string>(change.drop);
  for (const item of change.put) gone.add(item.id);
  return [...list.filter((item) => !gone.has(item.id)), ...change.put];
}
