import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** The built wall: a handful of files, kept in memory. */
export interface WallFiles {
  /** The name of the entry script, which carries its hash; a wall that was loaded with another one loads itself anew. */
  readonly build: string;
  file(path: string): WallFile | undefined;
}

export interface WallFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Names under `/assets/` carry a hash of their content. */
  readonly immutable: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Reads the folder that `npm run build -w dashboard` wrote; null if there is none. */
export function readWallFiles(folder: string): WallFiles | null {
  const files = new Map<string, WallFile>();
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const url = path.slice(folder.length).replaceAll('\\', '/');
      const type = TYPES[extname(entry.name)] ?? 'application/octet-stream';
      files.set(url, { bytes: Uint8Array.from(readFileSync(path)), type, immutable: url.startsWith('/assets/') });
    }
  } catch {
    return null;
  }
  const page = files.get('/index.html');
  if (!page) return null;
  const build = /<script type="module"[^>]* src="\/?([^"]+\.js)"/.exec(new TextDecoder().decode(page.bytes))?.[1] ?? '';
  return { build, file: (path) => files.get(path === '/' ? '/index.html' : path) };
}
