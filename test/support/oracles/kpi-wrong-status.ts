import type { PlainFact } from './kpi-standing.ts';

/**
 * Whether a status that an order was told to have was wrong, from the paragraph "A wrong status" of docs/kpis.md.
 * @param contrary by final status, the events that speak against it.
 */
export function isWronglyTold(
  facts: readonly PlainFact[],
  contrary: Readonly<Record<string, readonly string[]>>,
): boolean {
  const isFinal = (status: unknown): status is string => Object.keys(contrary).some((name) => name === status);
  const corrected = facts.some(
    ({ type, data }) => type === 'order.status-corrected' && isFinal(data.from) && data.to !== data.from,
  );
  if (corrected) return true;
  for (const [n, fact] of facts.entries()) {
    const stood = statusAfter(facts.slice(0, n), isFinal);
    if (stood !== undefined && fact.type.startsWith('order.') && contrary[stood]!.includes(fact.type)) return true;
  }
  const stands = statusAfter(facts, isFinal);
  if (stands === undefined) return false;
  const isVouchedFor = (type: string): boolean =>
    facts.some((fact) => fact.type === type && ['carrier', 'customer'].includes(String(fact.data.evidence)));
  const against = contrary[stands]!.filter((type) => !type.startsWith('order.'));
  return against.some(isVouchedFor) && !isVouchedFor(`shipment.${stands}`);
}

/** The final status that stands: the last one that was told, unless a correction has put the order back on its way. */
function statusAfter(facts: readonly PlainFact[], isFinal: (status: unknown) => status is string): string | undefined {
  const said = facts.flatMap(({ type, data }): string[] => {
    if (type === 'order.status-corrected') return typeof data.to === 'string' ? [data.to] : [];
    const [family, name] = type.split('.');
    return family === 'order' && isFinal(name) ? [name] : [];
  });
  const last = said.at(-1);
  return isFinal(last) ? last : undefined;
}
