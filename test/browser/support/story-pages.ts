import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'vite';

/** The wall's states from fixtures, served for a browser. */
export interface StoryPages {
  /** @param page `partner.html` for the partner pages; the wall's without. */
  url(state: string, page?: string): string;
  close(): Promise<void>;
}

/** Serves `dashboard/story/`, which no build contains, from its source. */
export async function storyPages(dashboard: string): Promise<StoryPages> {
  const cacheDir = await mkdtemp(join(tmpdir(), 'belfry-stories-'));
  const server = await createServer({
    root: dashboard,
    configFile: join(dashboard, 'vite.config.ts'),
    cacheDir,
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  });
  await server.listen();
  const [local] = server.resolvedUrls?.local ?? [];
  if (!local) throw new Error('vite gave no address');
  return {
    url: (state, page = '') => `${local}story/${page}?${state}`,
    async close() {
      await server.close();
      await rm(cacheDir, { recursive: true, force: true });
    },
  };
}
