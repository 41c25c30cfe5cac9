#!/usr/bin/env node
/** The `belfry` command. Code runs from its TypeScript source through tsx (docs/adr/0006), so that nothing is built. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { requireNode } from './require-node.mjs';

requireNode();

// Called by hand on a fresh clone, nothing is installed yet: `npm start` would have done it before.
try {
  import.meta.resolve('tsx/esm/api');
} catch {
  const prepare = fileURLToPath(new URL('prepare.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [prepare, 'start'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const { register } = await import('tsx/esm/api');
register();
await import('../src/main.ts');
