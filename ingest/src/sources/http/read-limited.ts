/** Why a body was not read to its end. The rest is left unread. */
export type Unread = 'too-large' | 'no-room';

/**
 * Reads a body up to a limit.
 * @param grow is asked, for a body of unannounced length, whether there is room for this many bytes.
 */
export async function readLimited(
  request: Request,
  most: number,
  grow: (to: number) => boolean,
): Promise<Buffer | Unread> {
  const announced = request.headers.get('content-length');
  if (announced !== null) {
    // The server holds a sender to the length that it announced.
    return Number(announced) > most ? 'too-large' : Buffer.from(await request.arrayBuffer());
  }
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > most) return 'too-large';
    if (!grow(length)) return 'no-room';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
