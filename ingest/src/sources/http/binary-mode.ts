import { wholeSlice } from '../../domain/json-slices.ts';
import type { Limits } from '../../domain/limits.ts';

/**
 * Binary mode of CloudEvents' HTTP binding: attributes are headers (`ce-id`), the body is `data`. It is put together as
 * the structured form, with the body's own bytes as `data`, and goes on as any other event.
 */

const PREFIX = 'ce-';
/** They are not attributes: data is the body, its type the content type. */
const NOT_ATTRIBUTES = new Set(['data', 'data_base64', 'datacontenttype']);

export function binaryEvent(headers: Iterable<readonly [string, string]>, body: Buffer, limits: Limits): Buffer {
  const attributes: Record<string, string> = {};
  for (const [header, value] of headers) {
    const attribute = header.toLowerCase();
    if (!attribute.startsWith(PREFIX)) continue;
    const name = attribute.slice(PREFIX.length);
    if (!NOT_ATTRIBUTES.has(name)) attributes[name] = decoded(value);
  }
  const head = JSON.stringify(attributes);
  const { start, end, depth } = wholeSlice(body);
  if (start === end) return Buffer.from(head);
  // Joined only if it is one JSON value by itself: otherwise it could end `data` and go on with attributes of its own.
  // What is too large or too deep to be parsed is refused as such a step further on.
  const joinable = body.length > limits.eventBytes || depth >= limits.depth || isJson(body.subarray(start, end));
  const data = joinable ? body.subarray(start, end) : Buffer.from('<the body is not JSON>');
  const opening = head === '{}' ? '{"data":' : `${head.slice(0, -1)},"data":`;
  return Buffer.concat([Buffer.from(opening), data, Buffer.from('}')]);
}

/** Header values are percent-encoded where they are not plain ASCII. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
