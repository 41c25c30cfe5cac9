import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ImportError } from '../import-error.ts';

/**
 * The identity of an import: its mapping's name and a hash of the mapping and of the files' bytes. So the same import
 * again is the same import, wherever its files lie, and a mended file is another.
 */
export async function fingerprint(name: string, mapping: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
    .update(`${Buffer.byteLength(mapping)}\n`)
    .update(mapping);
  for (const file of files) {
    const content = createHash('sha256');
    try {
      await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), content);
    } catch (cause) {
      throw new ImportError('IMPORT_FILE_UNREADABLE', `cannot read ${file}: ${String(cause)}`, { cause });
    }
    hash.update(content.digest());
  }
  return `${name}-${hash.digest('hex').slice(0, 16)}`;
}
