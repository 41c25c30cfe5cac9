import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { attributesOf, endOfBatch } from '../../../ingest/src/log/kafka/record-batch.ts';
import type { LocalBroker } from '../../support/kafka/local-broker.ts';

const crc32c = createRequire(import.meta.url)('kafkajs/src/protocol/recordBatch/crc32C') as (bytes: Buffer) => number;

const CRC = 17;
const ATTRIBUTES = 21;

/**
 * Lets a batch that a broker has stored say that another codec packed it, with a checksum that agrees: as one that a newer
 * broker took. The broker must be down.
 */
export async function repack(broker: LocalBroker, partition: string, offset: number, codec: number): Promise<void> {
  const folder = join(broker.data, partition);
  const segments = (await readdir(folder)).filter((name) => name.endsWith('.log'));
  for (const name of segments) {
    const file = join(folder, name);
    const bytes = await readFile(file);
    for (let start = 0; start < bytes.length; start = endOfBatch(bytes, start)) {
      if (Number(bytes.readBigInt64BE(start)) !== offset) continue;
      bytes.writeInt16BE(attributesOf(bytes, start) | codec, start + ATTRIBUTES);
      bytes.writeUInt32BE(crc32c(bytes.subarray(start + ATTRIBUTES, endOfBatch(bytes, start))) >>> 0, start + CRC);
      await writeFile(file, bytes);
      return;
    }
  }
  throw new Error(`no batch of ${partition} begins at ${offset}`);
}
