import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { type Built, scriptBytes } from './page-weight.ts';
import { PAGES } from './src/pages.ts';

/** Does not become smaller by gzip, so that weights differ. */
const code = (bytes: number): string => randomBytes(bytes).toString('hex');
const chunk = (text: string, imports: string[] = [], dynamicImports: string[] = [], file: string | null = null) => ({
  type: 'chunk' as const,
  code: text,
  isEntry: file !== null,
  facadeModuleId: file && `/belfry/dashboard/${file}`,
  imports,
  dynamicImports,
});
const [own, shared, later, first] = [code(4_000), code(3_000), code(2_000), code(500)];
const built: Built = {
  'index.js': chunk(own, ['shared.js'], ['later.js', 'outside'], 'index.html'),
  'shared.js': chunk(shared, [], ['later.js']),
  'later.js': chunk(later, ['shared.js']),
  'phone.js': chunk(code(9_000), ['shared.js'], [], 'phone.html'),
  'first.js': { type: 'asset', source: first },
  'index.css': { type: 'asset', source: code(7_000) },
};
const gz = (...texts: string[]): number => texts.reduce((sum, text) => sum + gzipSync(text).length, 0);

it('counts all script that a page may ever load, each once, and no style', () => {
  expect(scriptBytes({ file: 'index.html' }, built)).toBe(gz(own, shared, later, first));
});

it('knows a page that was not built', () => {
  expect(scriptBytes({ file: 'nowhere.html' }, built)).toBeNull();
});

it('allows the wall 90 kB', () => {
  expect(PAGES.find(({ paths }) => paths.includes('/'))?.kilobytes).toBe(90);
});
