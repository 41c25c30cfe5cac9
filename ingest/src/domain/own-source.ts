import type { Refused, Taken } from './normalise.ts';

/**
 * The refusal of an event that speaks as another source than its sender's token allows; undefined if it speaks as its own.
 * @param allowed null: any source.
 */
export function asOtherSource({ id, source }: Taken, allowed: string | null): Refused | undefined {
  if (allowed === null || source === allowed) return undefined;
  const message = `is "${source}", and the token is bound to another: write "${allowed}", or send it with a token of its own`;
  return { id, source, refusals: [{ code: 'OTHER_SOURCE', path: 'source', message }] };
}
