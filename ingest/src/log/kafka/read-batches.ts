import { createRequire } from 'node:module';
import { attributesOf, endOfBatch, readBatch, recordsOf } from './record-batch.ts';
import { unreadableBatch } from './unreadable-batch.ts';

/** What kafkajs reads a fetch's answer with. */
interface Decoder {
  readonly buffer: Buffer;
  offset: number;
}

/** The bits of a batch's attributes that name its codec; 0 is none. */
const CODEC = 0x07;

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
    const attributes = attributesOf(buffer, start);
    try {
      const codec = lookupCodecByAttributes(attributes);
      if (codec === null && (attributes & CODEC) !== 0) return unreadableBatch(buffer, start, end);
      return readBatch(buffer, start, codec && packed.length > 0 ? await codec.decompress(packed) : packed);
    } catch {
      // Whatever a codec throws, kafkajs would join, fetch and fail again for ever, and the lane would stand still.
      return unreadableBatch(buffer, start, end);
    }
  };

  require(DECODER);
  require.cache[require.resolve(DECODER)]!.exports = decode;
}
