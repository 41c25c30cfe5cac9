import { readdir, readFile } from 'node:fs/promises';

export interface PolicySource {
  /** The file's name, for messages. */
  readonly name: string;
  readonly yaml: string;
}

const FOLDER = new URL('../../policies/', import.meta.url);

/** The packs that come with Belfry, in the order of their names. */
export async function shippedPacks(): Promise<PolicySource[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(names.map(async (name) => ({ name, yaml: await readFile(new URL(name, FOLDER), 'utf8') })));
}
