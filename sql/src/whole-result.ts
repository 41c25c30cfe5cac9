import { ClickHouseError } from '@clickhouse/client';

/** ClickHouse cuts the text of an exception here; the frame around it is some 100 bytes more. */
const LONGEST_EXCEPTION = 16 * 1024 + 256;

/**
 * Passes a result on, and rejects when the server failed half-way. ClickHouse (25.11 and later) then ends the body with
 * `\r\n__exception__\r\n<tag>\r\n<message>\r\n<length> <tag>\r\n__exception__\r\n`, where the tag is a header of the
 * response. The last bytes are held back until it is known that they are rows.
 */
export async function* wholeResult(
  body: AsyncIterable<Buffer>,
  tag: string | undefined,
  explain: (error: unknown) => Error,
): AsyncGenerator<Buffer, void, void> {
  const held: Buffer[] = [];
  let bytes = 0;
  let broken: unknown;
  try {
    for await (const chunk of body) {
      held.push(chunk);
      bytes += chunk.length;
      while (held.length > 1 && bytes - held[0]!.length >= LONGEST_EXCEPTION) {
        const first = held.shift()!;
        bytes -= first.length;
        yield first;
      }
    }
  } catch (error) {
    // The connection is often cut right behind the reason, which says more.
    broken = error;
  }
  const rest = Buffer.concat(held);
  const begin = tag === undefined ? -1 : rest.lastIndexOf(`\r\n__exception__\r\n${tag}\r\n`);
  if (begin >= 0) throw explain(exception(rest.subarray(begin).toString('utf8')));
  if (broken !== undefined) throw explain(broken);
  if (rest.length > 0) yield rest;
}

function exception(text: string): Error {
  const code = /Code: (\d+)/.exec(text)?.[1];
  const type = /\(([A-Z0-9_]{4,})\)/.exec(text)?.[1];
  const message = /DB::Exception: ([\s\S]*?)(?:\s*\([A-Z0-9_]{4,}\)|\r\n\d+ |$)/.exec(text)?.[1];
  if (code === undefined || message === undefined) return new Error(text.slice(0, 2000));
  return new ClickHouseError({ code, message, ...(type !== undefined && { type }) });
}
