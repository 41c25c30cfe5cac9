import { decompress as unzstd } from 'fzstd';
import kafkajs from 'kafkajs';
import { decompressFrame } from 'lz4-napi';
import { uncompress as unsnappy } from './snappy.ts';

interface Codec {
  compress(encoder: { buffer: Buffer }): Promise<Buffer>;
  decompress(bytes: Buffer): Promise<Buffer>;
}

/**
 * kafkajs reads gzip only, and a batch in another codec ends its consumer. Belfry writes nothing compressed, but other
 * producers and `compression.type` of a topic may, so all of Kafka's codecs are read.
 */
export function registerCodecs(): void {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  CompressionCodecs[CompressionTypes.Snappy] = readOnly('snappy', async (bytes) => unsnappy(bytes));
  CompressionCodecs[CompressionTypes.LZ4] = readOnly('lz4', (bytes) => decompressFrame(bytes));
  CompressionCodecs[CompressionTypes.ZSTD] = readOnly('zstd', async (bytes) => Buffer.from(unzstd(bytes).buffer));
}

function readOnly(name: string, decompress: Codec['decompress']): () => Codec {
  return () => ({
    decompress,
    compress: () => Promise.reject(new Error(`Belfry reads ${name} and does not write it`)),
  });
}
