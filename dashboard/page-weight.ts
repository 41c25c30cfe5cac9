import { gzipSync } from 'node:zlib';
import type { PageEntry } from './src/pages.ts';

/** What a build holds, as far as weight goes: its chunks and assets by file name. */
export type Built = Readonly<Record<string, BuiltFile>>;

type BuiltFile =
  | {
      readonly type: 'chunk';
      readonly code: string;
      readonly isEntry: boolean;
      readonly facadeModuleId: string | null;
      readonly imports: readonly string[];
      readonly dynamicImports: readonly string[];
    }
  | { readonly type: 'asset'; readonly source: string | Uint8Array };

/**
 * The bytes of script that a page may ever load, each file gzipped as it is sent: its entry, all that this imports, at once or
 * later, and the script before the first paint, which every page waits for. null: the page is not in this build.
 */
export function scriptBytes(page: Pick<PageEntry, 'file'>, built: Built): number | null {
  const first = Object.entries(built).find(
    ([, part]) => part.type === 'chunk' && part.isEntry && part.facadeModuleId?.endsWith(`/${page.file}`),
  );
  if (first === undefined) return null;
  const codes = [...loadedBy(first[0], built)].map((name) => {
    const part = built[name]!;
    return part.type === 'chunk' ? part.code : part.source;
  });
  return codes.reduce((sum, code) => sum + gzipSync(code).length, 0);
}

/** The names of a chunk and of all that it imports, and of scripts that are no modules. */
function loadedBy(entry: string, built: Built): Set<string> {
  const classic = Object.keys(built).filter((name) => built[name]!.type === 'asset' && name.endsWith('.js'));
  const names = new Set([entry, ...classic]);
  for (const name of names) {
    const part = built[name];
    if (part?.type !== 'chunk') continue;
    for (const next of [...part.imports, ...part.dynamicImports]) if (built[next] !== undefined) names.add(next);
  }
  return names;
}
