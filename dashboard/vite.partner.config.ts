import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { weightLimit } from './weight-limit.ts';

/**
 * Builds the partner pages into `dist/`, beside the wall and after it. Built together the two would share their library,
 * and the wall would load what only these pages use of it.
 */
export default defineConfig({
  plugins: [svelte(), weightLimit('The partner pages are', 70)],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    emptyOutDir: false,
    rolldownOptions: { input: fileURLToPath(new URL('partner.html', import.meta.url)) },
  },
});
