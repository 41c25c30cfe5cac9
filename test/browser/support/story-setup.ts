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
    /** The folder of the built pages, as the product serves them; empty likewise. */
    readonly pages: string;
  }
}

const dashboard = fileURLToPath(new URL('../../../dashboard', import.meta.url));
const configFile = join(dashboard, 'story/vite.config.ts');

/**
 * Once for all files of browser tests: builds the pages from what stands in the tree now, and `dashboard/story/`, which no build
 * of the product contains, and serves the stories.
 */
export default async function shareStories(project: TestProject): Promise<() => Promise<void>> {
  if ((await findChromium()).missing !== undefined) {
    project.provide('stories', '');
    project.provide('pages', '');
    return async () => {};
  }
  const folder = await mkdtemp(join(tmpdir(), 'belfry-pages-'));
  const [outDir, pages] = [join(folder, 'stories'), join(folder, 'pages')];
  await build({ configFile, logLevel: 'error', build: { outDir } });
  await build({ root: dashboard, logLevel: 'error', build: { outDir: pages } });
  project.provide('pages', pages);
  const server = await preview({ configFile, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
  project.provide('stories', server.resolvedUrls!.local[0]!);
  return async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
}
