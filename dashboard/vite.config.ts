import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { weightLimit } from './weight-limit.ts';

/**
 * Builds the wall into `dist/`. `npx vite --config vite.config.ts --open /story/` shows every state of it from fixtures,
 * and `/story/partner.html` those of the partner pages.
 */
export default defineConfig({
  plugins: [svelte(), weightLimit('The wall is', 90)],
  build: { target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: false },
});
