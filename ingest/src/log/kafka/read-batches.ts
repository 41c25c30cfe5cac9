import { createRequire } from 'node:module';
import { attributesOf, endOfBatch, readBatch, recordsOf } from './record-batch.ts';

/** What kafkajs reads a fetch's answer with. */
interface Decoder {
  readonly buffer: Buffer;
  offset: number;
}

const DECODER = 'kafkajs/src/protocol/recordBatch/v0/decoder';
const CODECS = 'kafkajs/src/protocol/message/compression';
const ERRORS = 'kafkajs/src/errors';

/**
 * Puts our reader of record batches in the place of kafkajs's, which makes three buffers, four big integers, a decoder
 * and two empty lists of headers for every record: half of what reading an event cost. kafkajs has no door for that, but
 * it is pinned, no longer changes, and loads its decoder when the first answer comes. Whatever it finds later than that
 * keeps kafkajs's own reader, which reads the same.
 */
export function readBatchesOurselves(): void {
  const require = createRequire(import.meta.url);
  const { lookupCodecByAttributes } = require(CODECS) as {
    lookupCodecByAttributes(attributes: number): { decompress(bytes: Buffer): Promise<Buffer> } | null;
  };
  const { KafkaJSPartialMessageError } = require(ERRORS) as {
    KafkaJSPartialMessageError: new (message: string) => Error;
  };

  const decode = async (fetched: Decoder) => {
    const { buffer, offset: start } = fetched;
    const end = endOfBatch(buffer, start);
    // A broker cuts its answer where it is long enough; the rest of this batch comes with the next one.
    if (end > buffer.length) throw new KafkaJSPartialMessageError(`a batch ends at ${end} of ${buffer.length} bytes`);
    fetched.offset = end;
    const packed = recordsOf(buffer, start, end);
    const codec = lookupCodecByAttributes(attributesOf(buffer, start));
    return readBatch(buffer, start, codec && packed.length > 0 ? await codec.decompress(packed) : packed);
  };

  require(DECODER);
  require.cache[require.resolve(DECODER)]!.exports = decode;
}
