/** Bytes as text that a page can show: what is no UTF-8, or no character to be printed, is written `\xNN`. Pure. */
export function printable(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = lengthAt(bytes[at]!);
    const piece = bytes.subarray(at, at + length);
    const character = piece.toString('utf8');
    const isWhole = piece.length === length && Buffer.from(character).equals(piece);
    if (isWhole && !/[\p{C}\p{Zl}\p{Zp}]/u.test(character)) {
      text += character;
      at += length;
    } else {
      text += `\\x${bytes[at]!.toString(16).padStart(2, '0')}`;
      at += 1;
    }
  }
  return text;
}

/** How many bytes a character has that begins so. */
const lengthAt = (first: number): number => (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
