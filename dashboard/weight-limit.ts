import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';
import type { PageEntry } from './src/pages.ts';

/** Fails the build when a page's scripts weigh more than its budget: all that it may ever load, gzipped. */
export function weightLimit(pages: readonly PageEntry[]): Plugin {
  return {
    name: 'weight-limit',
    apply: 'build',
    generateBundle(_options, bundle) {
      const heavy: string[] = [];
      for (const { file, kilobytes } of pages) {
        const entry = Object.values(bundle).find(
          (part) => part.type === 'chunk' && part.isEntry && part.facadeModuleId?.endsWith(`/${file}`),
        );
        if (!entry) this.error(`${file} is not built.`);
        const bytes = [...loadedBy(entry.fileName, bundle)].reduce((sum, code) => sum + gzipSync(code).length, 0);
        const weight = `${file}: ${(bytes / 1_000).toFixed(1)} kB of script gzipped, ${kilobytes} are allowed`;
        if (bytes > kilobytes * 1_000) heavy.push(weight);
        this.info(weight);
      }
      if (heavy.length > 0) this.error(`Too heavy: ${heavy.join('; ')}.`);
    },
  };
}

/** The code of a chunk and of all that it imports, at once or later. */
function loadedBy(first: string, bundle: Rolldown.OutputBundle): Set<string> {
  const names = new Set([first]);
  for (const name of names) {
    const part = bundle[name];
    if (part?.type !== 'chunk') continue;
    for (const next of [...part.imports, ...part.dynamicImports]) names.add(next);
  }
  return new Set([...names].flatMap((name) => (bundle[name]?.type === 'chunk' ? [bundle[name].code] : [])));
}
