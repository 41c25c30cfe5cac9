import { newest, type Version } from './versions.ts';

/** A pack that a processor brings along. */
export interface ShippedPack {
  readonly pack: string;
  readonly hash: string;
}

export interface AtStart<Pack> {
  /** Those that the log has not seen. */
  readonly publish: readonly Pack[];
  /** Those that it has not seen either, and which stay out: somebody has published a version of that name by hand. */
  readonly keptOut: readonly { readonly pack: Pack; readonly ruling: Version }[];
}

/**
 * Which of the shipped packs a start publishes. The highest number rules, so a shipped pack that has changed with an
 * upgrade would silently undo what somebody has decided: once the newest version of a name was published by hand, only a
 * hand publishes the next one (docs/adr/0013).
 */
export function atStart<Pack extends ShippedPack>(
  shipped: readonly Pack[],
  versions: readonly Version[],
): AtStart<Pack> {
  const known = new Set(versions.map(({ hash }) => hash));
  const publish: Pack[] = [];
  const keptOut: { pack: Pack; ruling: Version }[] = [];
  for (const pack of shipped) {
    if (known.has(pack.hash)) continue;
    const ruling = newest(versions, pack.pack);
    if (ruling?.origin === 'hand') keptOut.push({ pack, ruling });
    else publish.push(pack);
  }
  return { publish, keptOut };
}
