/** The polynomial of Castagnoli, its bits in reverse. */
const POLYNOMIAL = 0x82f63b78;
const WIDTH = 8;

/** Eight tables of 256: the n-th says what a byte does to the checksum when n zeros come behind it. */
const TABLES = Array.from({ length: WIDTH }, () => new Int32Array(256));
for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
  TABLES[0]![byte] = crc;
}
for (let n = 1; n < WIDTH; n++) {
  for (let byte = 0; byte < 256; byte++) {
    const before = TABLES[n - 1]![byte]!;
    TABLES[n]![byte] = (before >>> 8) ^ TABLES[0]![before & 0xff]!;
  }
}
const [T0, T1, T2, T3, T4, T5, T6, T7] = TABLES as [
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
];

/** The CRC-32C of the bytes from `start` to `end`, without a sign: eight bytes a step, each looked up in a table of its own. */
export function crc32c(bytes: Buffer, start: number, end: number): number {
  let crc = -1;
  let at = start;
  for (const whole = end - WIDTH; at <= whole; at += WIDTH) {
    const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    crc =
      T7[low & 0xff]! ^
      T6[(low >>> 8) & 0xff]! ^
      T5[(low >>> 16) & 0xff]! ^
      T4[low >>> 24]! ^
      T3[bytes[at + 4]!]! ^
      T2[bytes[at + 5]!]! ^
      T1[bytes[at + 6]!]! ^
      T0[bytes[at + 7]!]!;
  }
  for (; at < end; at++) crc = T0[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
