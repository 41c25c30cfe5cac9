import type { Plugin } from 'vite';
import { scriptBytes } from './page-weight.ts';
import type { PageEntry } from './src/pages.ts';

/** Fails the build when a page's scripts weigh more than its budget: all that it may ever load, gzipped. */
export function weightLimit(pages: readonly PageEntry[]): Plugin {
  return {
    name: 'weight-limit',
    apply: 'build',
    generateBundle: {
      // What other plugins add is in the bundle then.
      order: 'post',
      handler(_options, bundle) {
        const heavy: string[] = [];
        for (const page of pages) {
          const bytes = scriptBytes(page, bundle);
          if (bytes === null) this.error(`${page.file} is not built.`);
          const weight = `${page.file}: ${(bytes / 1_000).toFixed(1)} kB of script gzipped, ${page.kilobytes} are allowed`;
          if (bytes > page.kilobytes * 1_000) heavy.push(weight);
          this.info(weight);
        }
        if (heavy.length > 0) this.error(`Too heavy: ${heavy.join('; ')}.`);
      },
    },
  };
}
