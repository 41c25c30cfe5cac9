import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type ResolvedConfig } from 'vite';

const ENTRY = fileURLToPath(new URL('src/client/first/before-first-paint.ts', import.meta.url));

/**
 * Puts the script that decides language and theme before everything else in each page's head. It is a classic script, since
 * the browser paints before it runs modules; a file and not inline, since the pages' policy lets no inline script run.
 */
export function firstScript(): Plugin {
  let config: ResolvedConfig;
  let code = '';
  return {
    name: 'first-script',
    configResolved(resolved) {
      config = resolved;
    },
    async buildStart() {
      const built = await build({
        configFile: false,
        logLevel: 'error',
        publicDir: false,
        build: { write: false, target: 'es2022', lib: { entry: ENTRY, formats: ['iife'], name: 'first' } },
      });
      const [bundle] = Array.isArray(built) ? built : [built];
      if (bundle && 'output' in bundle) code = bundle.output[0].code;
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: nameOf(code), source: code });
    },
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        config.command === 'build'
          ? { tag: 'script', attrs: { src: `/${nameOf(code)}` }, injectTo: 'head-prepend' }
          : { tag: 'script', children: code, injectTo: 'head-prepend' },
      ],
    },
  };
}

/** Its name carries a hash of what it says, as those of all assets do. */
const nameOf = (code: string): string =>
  `assets/first-${createHash('sha256').update(code).digest('base64url').slice(0, 8)}.js`;
