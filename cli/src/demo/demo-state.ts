import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What the demo must remember so that a restart goes on: the simulator gives the same history and the same traffic for
 * the same seed and end, so two instants are enough. Instants are ms UTC.
 */
export interface DemoState {
  readonly seed: string;
  /** The end of the thirty days of history. */
  readonly historyEnd: number;
  /** Whether the history has been told and released. */
  readonly seeded: boolean;
  /** What happened up to then has been told; later things may have been, too. */
  readonly toldUpTo: number;
  /** When the last story began; null before the first. */
  readonly storyStart: number | null;
  /** Each start tells what happened meanwhile as an import of its own. */
  readonly imports: number;
}

const fileIn = (directory: string): string => join(directory, 'demo.json');

/** Undefined where no demo has begun. */
export async function readDemoState(directory: string): Promise<DemoState | undefined> {
  try {
    return JSON.parse(await readFile(fileIn(directory), 'utf8')) as DemoState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces the file at once: a kill leaves the old state or the new one. */
export async function writeDemoState(directory: string, state: DemoState): Promise<void> {
  const file = fileIn(directory);
  await writeFile(`${file}.new`, JSON.stringify(state));
  await rename(`${file}.new`, file);
}
