import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 in hex. */
export const hexHmac = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

/** Whether two texts are the same, in a time that does not tell where they differ. Their lengths are no secret. */
export function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
