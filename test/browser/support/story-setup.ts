import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { findChromium } from '../../support/chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the stories are served, ending in a slash; empty if there is no browser to look at them. */
    readonly stories: string;
  }
}

const configFile = fileURLToPath(new URL('../../../dashboard/story/vite.config.ts', import.meta.url));

/** Builds `dashboard/story/`, which no build of the product contains, once for all files of browser tests, and serves it. */
export default async function shareStories(project: TestProject): Promise<() => Promise<void>> {
  if ((await findChromium()).missing !== undefined) {
    project.provide('stories', '');
    return async () => {};
  }
  const outDir = await mkdtemp(join(tmpdir(), 'belfry-stories-'));
  await build({ configFile, logLevel: 'error', build: { outDir } });
  const server = await preview({ configFile, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
  project.provide('stories', server.resolvedUrls!.local[0]!);
  return async () => {
    await server.close();
    await rm(outDir, { recursive: true, force: true });
  };
}
