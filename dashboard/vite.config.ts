import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { firstScript } from './first-script.ts';
import { PAGES } from './src/pages.ts';
import { weightLimit } from './weight-limit.ts';

/**
 * Builds all pages (`src/pages.ts`) into `dist/`, in one go: what several of them use is a chunk that a browser loads once.
 * `npx vite --open /story/` shows every state of the wall from fixtures, and the files beside it those of other pages.
 */
export default defineConfig({
  plugins: [svelte(), firstScript(), weightLimit(PAGES)],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { input: PAGES.map(({ file }) => fileURLToPath(new URL(file, import.meta.url))) },
  },
});
