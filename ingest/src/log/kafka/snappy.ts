/// <reference path="./snappyjs.d.ts" />
import { uncompress as uncompressBlock } from 'snappyjs';

/** What Java's clients (the xerial library) put before the blocks: this, two version numbers, then length and block. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEAD_BYTES = 16;

/** Snappy as Kafka's clients write it: framed by Java's, one bare block by others. */
export function uncompress(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, XERIAL.length).equals(XERIAL)) return uncompressBlock(bytes);
  const blocks: Buffer[] = [];
  let at = XERIAL_HEAD_BYTES;
  while (at < bytes.length) {
    const length = bytes.readUInt32BE(at);
    blocks.push(uncompressBlock(bytes.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}
