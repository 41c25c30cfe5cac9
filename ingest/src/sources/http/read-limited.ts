/** Why a body was not read to its end. The rest is left unread. */
export type Unread = 'too-large' | 'no-room' | 'broken-off';

/** The length that a sender announced, in bytes; undefined if it did not, as with a body in chunks. */
export function announcedLength(header: string | undefined | null): number | undefined {
  return header && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

/**
 * Reads a body up to a limit.
 * @param grow is asked, for a body of unannounced length, whether there is room for this many bytes.
 */
export async function readLimited(
  request: Request,
  most: number,
  grow: (to: number) => boolean,
): Promise<Buffer | Unread> {
  const announced = announcedLength(request.headers.get('content-length'));
  if (announced !== undefined && announced > most) return 'too-large';
  try {
    // The server holds a sender to the length that it announced.
    if (announced !== undefined) return Buffer.from(await request.arrayBuffer());
    return await readChunks(request.body, most, grow);
  } catch {
    // The sender went away in the middle: nobody is left to be told, and nothing of it was taken.
    return 'broken-off';
  }
}

async function readChunks(
  body: Request['body'],
  most: number,
  grow: (to: number) => boolean,
): Promise<Buffer | Unread> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > most) return 'too-large';
    if (!grow(length)) return 'no-room';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
