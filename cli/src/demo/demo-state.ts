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
  /** When those before it began, oldest first; states from before partners had a story lack it. */
  readonly earlier?: readonly number[];
  /** Each start tells what happened meanwhile as an import of its own. */
  readonly imports: number;
  /**
   * Whether the last of them was broken off. It is then gone on with, under its own id: what it told already is held
   * under that one, and told again it would be known and pass for nothing.
   */
  readonly importing: boolean;
}

/** Where the state is kept. */
export interface DemoStore {
  /** Undefined where no demo has begun. */
  read(): Promise<DemoState | undefined>;
  /** Replaces it at once: a kill leaves the old state or the new one. */
  write(state: DemoState): Promise<void>;
}

/** A file among the demo's data. */
export function createDemoStore(directory: string): DemoStore {
  const file = join(directory, 'demo.json');
  return {
    async read() {
      try {
        return JSON.parse(await readFile(file, 'utf8')) as DemoState;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async write(state) {
      await writeFile(`${file}.new`, JSON.stringify(state));
      await rename(`${file}.new`, file);
    },
  };
}
