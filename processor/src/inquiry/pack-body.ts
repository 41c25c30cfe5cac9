import type { Context } from 'hono';
import { type ParsedPack, parsePack } from '../domain/policy/parse-pack.ts';

/** A pack with its compiled calendars must fit into one record of the log, so its source is far smaller than this. */
const MOST_BYTES = 512 * 1024;
/** None of them can be sent by a page of another site without asking first, since nothing here answers such a question. */
const YAML_TYPES = new Set(['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml']);

/** A pack as a request carries it. */
export interface SentPack {
  /** What messages call it. */
  readonly name: string;
  readonly source: string;
  readonly parsed: ParsedPack;
}

/** Reads the text of the pack of a request, or answers why it is none. */
export async function sourceOf(c: Context): Promise<{ readonly name: string; readonly source: string } | Response> {
  const type = (c.req.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  if (!YAML_TYPES.has(type)) {
    const reason = type === '' ? 'The content type is missing.' : `The content type is "${type}".`;
    return c.json({ refused: 'content-type', reason, remedy: 'Send the pack as application/yaml.' }, 415);
  }
  const bytes = await readUpTo(c.req.raw, MOST_BYTES);
  if (bytes === undefined) {
    const reason = `The pack is larger than ${MOST_BYTES / 1024} kB.`;
    return c.json({ refused: 'too-large', reason, remedy: 'Write several packs.' }, 413);
  }
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return c.json({ refused: 'encoding', reason: 'The pack is not UTF-8.', remedy: 'Save it as UTF-8.' }, 422);
  }
  return { name: nameOf(c.req.query('file')), source };
}

/** Reads the pack of a request, or answers it with what is wrong: every mistake, with line and what to write instead. */
export async function packOf(c: Context, now: number): Promise<SentPack | Response> {
  const sent = await sourceOf(c);
  if (sent instanceof Response) return sent;
  const { name, source } = sent;
  const parsed = parsePack(source, name, now);
  if ('problems' in parsed) {
    const remedy = 'Mend what the problems name; nothing was done with the pack.';
    return c.json({ refused: 'pack', reason: `${name} has mistakes.`, remedy, problems: parsed.problems }, 422);
  }
  return { name, source, parsed };
}

async function readUpTo(request: Request, most: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/** A name of the sender's choice stands in messages: one line of it, and not too long. */
function nameOf(told: string | undefined): string {
  const line = (told ?? '').replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').slice(0, 100);
  return line === '' ? 'pack' : line;
}
