const KINDS = ['order', 'ticket'] as const;

/** The page of a subject that somebody looks for. */
export const subjectPath = (kind: (typeof KINDS)[number], id: string): string =>
  `/subject/${kind}/${encodeURIComponent(id)}`;

/**
 * Where the page of an order or a ticket is, as people write it: `order/8812`, `ticket/T-4181`, or the id alone, with a `#`
 * or without. Of an id alone it is asked which of the two was ever told of; if neither, or nobody can say, it is taken for an
 * order, whose page says that nothing is known.
 *
 * @param knows whether anything was ever told of a subject. @returns null if nothing was written.
 */
export async function findSubject(
  written: string,
  knows: (subject: string) => Promise<boolean>,
): Promise<string | null> {
  const text = written.trim();
  const [, kind, named] = /^(order|ticket)[/ :#]+(\S.*)$/i.exec(text) ?? [];
  if (kind !== undefined && named !== undefined) return subjectPath(kind.toLowerCase() as 'order' | 'ticket', named);
  const id = text.replace(/^#/, '').trim();
  if (id === '') return null;
  for (const one of KINDS) if (await knows(`${one}/${id}`).catch(() => false)) return subjectPath(one, id);
  return subjectPath('order', id);
}
