import { StringDecoder } from 'node:string_decoder';
import { IntakeClientError } from './intake-client-error.ts';

/** Beyond it a file is no file of lines, and must not be gathered in memory. */
const LONGEST_LINE = 16_000_000;

/** Takes a stream apart into lines that are not empty, each with its number, from 1. */
export async function* linesOf(
  stream: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<{ readonly text: string; readonly line: number }> {
  const decoder = new StringDecoder('utf8');
  let rest: string[] = [];
  let line = 0;
  let length = 0;
  for await (const chunk of stream) {
    const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
    const pieces = text.split('\n');
    const unfinished = pieces.pop()!;
    for (const piece of pieces) {
      const whole = rest.length === 0 ? piece : rest.join('') + piece;
      rest = [];
      line += 1;
      if (whole.trim() !== '') yield { text: clean(whole, line), line };
    }
    rest.push(unfinished);
    length = rest.length === 1 ? unfinished.length : length + unfinished.length;
    if (length > LONGEST_LINE) {
      const message = `line ${line + 1} is longer than ${LONGEST_LINE} characters: write one event a line, not an array`;
      throw new IntakeClientError('REFUSED', message);
    }
  }
  const last = rest.join('') + decoder.end();
  if (last.trim() !== '') yield { text: clean(last, line + 1), line: line + 1 };
}

/** Without a carriage return at the end, nor the byte order mark that some programs write first. */
function clean(text: string, line: number): string {
  const marked = line === 1 && text.codePointAt(0) === 0xfeff;
  return (marked ? text.slice(1) : text).trim();
}
