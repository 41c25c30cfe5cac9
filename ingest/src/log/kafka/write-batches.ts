import { createRequire } from 'node:module';
import { type Produce, writeProduce } from './produce-request.ts';

const REQUEST = 'kafkajs/src/protocol/requests/produce/v3/request';

/** What kafkajs makes of a request: it asks for its bytes when it sends it. */
interface Request {
  encode(): Promise<Encoded>;
}

/** As much of kafkajs's encoder as its envelope looks at. */
interface Encoded {
  readonly buf: Buffer;
  readonly buffer: Buffer;
  readonly offset: number;
  size(): number;
}

interface Told extends Produce {
  readonly compression?: number;
  readonly transactionalId?: string | null;
  /** Of an idempotent producer; -1 is none. */
  readonly producerId?: unknown;
  readonly producerEpoch?: number;
}

/** Once a process: the next log would put it in its own place. */
let isDone = false;

/**
 * Puts our writer of Produce requests in the place of kafkajs's, which makes some five buffers of half a kilobyte outside the
 * heap for every record and as many copies of it. Counts of many partners are many small records, and a sixth of what a
 * processor did under a steady stream was that, the garbage collector's part not reckoned. See readBatchesOurselves for
 * why that does no harm; what we never send (transactions, compression, times of one's own) goes through kafkajs's.
 */
export function writeBatchesOurselves(): void {
  if (isDone) return;
  isDone = true;
  const require = createRequire(import.meta.url);
  const theirs = require(REQUEST) as (told: Told) => Request;
  const request = (told: Told): Request => {
    const whole = theirs(told);
    return isPlain(told) ? { ...whole, encode: async () => encoded(writeProduce(told, Date.now())) } : whole;
  };
  require.cache[require.resolve(REQUEST)]!.exports = request;
}

const isPlain = ({ compression, transactionalId, producerId, producerEpoch, topicData }: Told): boolean =>
  !compression &&
  !transactionalId &&
  !producerEpoch &&
  (producerId === undefined || producerId === -1) &&
  topicData.every(({ partitions }) =>
    partitions.every(({ messages }) => messages.every(({ timestamp }) => timestamp === undefined)),
  );

const encoded = (bytes: Buffer): Encoded => ({
  buf: bytes,
  buffer: bytes,
  offset: bytes.length,
  size: () => bytes.length,
});
