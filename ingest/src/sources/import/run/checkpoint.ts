import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ImportError } from '../import-error.ts';
import type { ImportCounts } from './report.ts';

/** How far an import has come for certain: everything up to it is in the log. */
export interface Checkpoint {
  readonly version: 1;
  readonly importid: string;
  /** Where the events went: progress towards one Belfry says nothing about another. */
  readonly target: string;
  readonly counts: ImportCounts;
  /** The length of the list of refused rows that belongs to it, in bytes. */
  readonly refusedBytes: number;
}

export interface CheckpointFile {
  /** The checkpoint of this very import to this very target, if an earlier run left one. */
  read(): Promise<Checkpoint | undefined>;
  /** Replaces the file at once, so that a kill leaves the old one or the new one. */
  write(checkpoint: Checkpoint): Promise<void>;
  remove(): Promise<void>;
}

export function createCheckpointFile(path: string, importid: string, target: string): CheckpointFile {
  return {
    async read() {
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw unwritable(path, error);
      }
      try {
        const found = JSON.parse(text) as Checkpoint;
        return found.version === 1 && found.importid === importid && found.target === target ? found : undefined;
      } catch {
        // A file that is no checkpoint says nothing; the import starts over, which changes nothing in the log.
        return undefined;
      }
    },
    async write(checkpoint) {
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(`${path}.new`, JSON.stringify(checkpoint));
        await rename(`${path}.new`, path);
      } catch (error) {
        throw unwritable(path, error);
      }
    },
    async remove() {
      await rm(path, { force: true });
    },
  };
}

export const unwritable = (path: string, cause: unknown): ImportError =>
  new ImportError(
    'IMPORT_STATE_UNWRITABLE',
    `cannot keep the import's progress in ${path}: ${String(cause)}. Name another folder with --state-dir`,
    { cause },
  );
