import { readdir, readFile } from 'node:fs/promises';

export interface PolicySource {
  /** The file's name, for messages. */
  readonly name: string;
  readonly yaml: string;
}

const FOLDER = new URL('../../policies/', import.meta.url);

/** The demo's partners are invented: in live data they would give somebody's `p01` a wrong name, market and zone. */
const DEMO_PARTNERS = 'demo-partners.yaml';

/**
 * The packs that come with Belfry, in the order of their names.
 * @param of whether they are for the demo's data, which has partners of its own
 */
export async function shippedPacks(of: { readonly demo: boolean }): Promise<PolicySource[]> {
  const names = (await readdir(FOLDER))
    .filter((name) => name.endsWith('.yaml') && (of.demo || name !== DEMO_PARTNERS))
    .sort();
  return Promise.all(names.map(async (name) => ({ name, yaml: await readFile(new URL(name, FOLDER), 'utf8') })));
}
