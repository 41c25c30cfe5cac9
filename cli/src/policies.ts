import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PolicySource } from '@belfry/processor/compose';

/** The packs that come with Belfry, in the order of their names: processor/policies. */
export async function readPolicies(): Promise<PolicySource[]> {
  const compose = import.meta.resolve('@belfry/processor/compose');
  const folder = fileURLToPath(new URL('../policies/', compose));
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(names.map(async (name) => ({ name, yaml: await readFile(join(folder, name), 'utf8') })));
}
