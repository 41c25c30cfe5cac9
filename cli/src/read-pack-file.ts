import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { BelfryError } from './belfry-error.ts';

export interface PackFile {
  /** As it was named by whoever called, for messages. */
  readonly name: string;
  readonly yaml: string;
}

/** @throws BelfryError `USAGE` */
export async function readPackFile(path: string): Promise<PackFile> {
  try {
    return { name: path, yaml: await readFile(path, 'utf8') };
  } catch (cause) {
    throw new BelfryError('USAGE', `cannot read ${path}: ${(cause as Error).message}.`, { cause });
  }
}

/** How a pack travels to the running Belfry. */
export const packRequest = ({ yaml }: PackFile, signal?: AbortSignal): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/yaml' },
  body: yaml,
  ...(signal && { signal }),
});

/** Only the file's name goes over the wire: whoever reads it there has no use for somebody's folders. */
export const fileOf = ({ name }: PackFile): string => encodeURIComponent(basename(name));
