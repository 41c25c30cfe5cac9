/**
 * A list with one more at its end, of just that length: one that grows keeps room for sixteen more, and a million subjects
 * have several of them. Written out, since `concat` is a call into the engine that costs more than the copy.
 */
export function withOneMore<Item>(list: readonly Item[], item: Item): readonly Item[] {
  const { length } = list;
  const longer = new Array<Item>(length + 1);
  for (let n = 0; n < length; n++) longer[n] = list[n]!;
  longer[length] = item;
  return longer;
}
