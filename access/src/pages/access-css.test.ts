import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('the pages of this room have the colours of the wall', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  const tokens = read('../../../dashboard/src/client/style/tokens.css');
  const [own] = /:root \{[^}]*\}/.exec(read('./access.css')) ?? [''];
  const colours = [...own.matchAll(/--[a-z-]+: #[0-9a-f]{6};/g)].map(([line]) => line);
  expect(colours.length).toBeGreaterThan(5);
  for (const colour of colours) expect(tokens).toContain(colour);
});
