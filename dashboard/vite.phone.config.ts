import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { weightLimit } from './weight-limit.ts';

/** Builds the phone page into `dist/`, beside the wall and after it: it is loaded over mobile links, by itself. */
export default defineConfig({
  plugins: [svelte(), weightLimit('The phone page is', 60)],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    emptyOutDir: false,
    rolldownOptions: { input: fileURLToPath(new URL('phone.html', import.meta.url)) },
  },
});
