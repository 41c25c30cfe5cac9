/** murmur2's constants, as Kafka's clients have them (org.apache.kafka.common.utils.Utils). */
const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/**
 * The partition that Kafka's own clients give a key: murmur2 of its UTF-8 bytes, made positive, modulo the number of
 * partitions. Both logs use it, so that a subject lies in the same lane whoever wrote it and can be found by its id.
 * Keys of ASCII characters (nearly all) are hashed in place, without a buffer.
 */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

/** Signed 32 bits, as in Java. */
export function murmur2(key: string): number {
  const { length } = key;
  let hash = SEED ^ length;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    const a = key.charCodeAt(at);
    const b = key.charCodeAt(at + 1);
    const c = key.charCodeAt(at + 2);
    const d = key.charCodeAt(at + 3);
    // One test for four characters: any beyond ASCII takes more than one byte in UTF-8.
    if ((a | b | c | d) > 0x7f) return murmur2OfBytes(Buffer.from(key));
    hash = Math.imul(hash, M) ^ mixed(a | (b << 8) | (c << 16) | (d << 24));
  }
  let tail = 0;
  for (let i = length - 1; i >= at; i -= 1) {
    const code = key.charCodeAt(i);
    if (code > 0x7f) return murmur2OfBytes(Buffer.from(key));
    tail = (tail << 8) | code;
  }
  return finished(hash, tail, at < length);
}

function murmur2OfBytes(bytes: Buffer): number {
  const { length } = bytes;
  const whole = length & ~3;
  let hash = SEED ^ length;
  for (let at = 0; at < whole; at += 4) hash = Math.imul(hash, M) ^ mixed(bytes.readInt32LE(at));
  let tail = 0;
  for (let i = length - 1; i >= whole; i -= 1) tail = (tail << 8) | bytes[i]!;
  return finished(hash, tail, whole < length);
}

function mixed(word: number): number {
  const k = Math.imul(word, M);
  return Math.imul(k ^ (k >>> 24), M);
}

function finished(hash: number, tail: number, hasTail: boolean): number {
  let h = hasTail ? Math.imul(hash ^ tail, M) : hash;
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
}
