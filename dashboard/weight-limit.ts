import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * Fails the build when its scripts weigh more than the budget.
 *
 * @param page what is built, as the complaint calls it.
 * @param kilobytes of all scripts together, gzipped, those that are loaded later too.
 */
export function weightLimit(page: string, kilobytes: number): Plugin {
  return {
    name: 'weight-limit',
    apply: 'build',
    generateBundle(_options, bundle) {
      let bytes = 0;
      for (const part of Object.values(bundle)) if (part.type === 'chunk') bytes += gzipSync(part.code).length;
      const weight = `${(bytes / 1_000).toFixed(1)} kB of script gzipped, ${kilobytes} are allowed`;
      if (bytes > kilobytes * 1_000) this.error(`${page} too heavy: ${weight}.`);
      this.info(weight);
    },
  };
}
