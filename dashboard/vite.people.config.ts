import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { weightLimit } from './weight-limit.ts';

/** Builds the pages about incidents, silences, hooks and what was said into `dist/`, beside the wall and after it. */
export default defineConfig({
  plugins: [svelte(), weightLimit('The pages of people are', 70)],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    emptyOutDir: false,
    rolldownOptions: { input: fileURLToPath(new URL('people.html', import.meta.url)) },
  },
});
