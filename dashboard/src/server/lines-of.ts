/**
 * Rows of JSONCompactEachRow, as many as each piece of the answer held: between two pieces others get their turn, so a
 * hundred thousand rows do not hold up a breach.
 */
export async function* linesOf<Row>(pieces: AsyncIterable<Buffer>): AsyncIterable<Row[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const end = bytes.lastIndexOf(0x0a) + 1;
    rest = bytes.subarray(end);
    if (end > 0) yield parseLines<Row>(bytes.toString('utf8', 0, end));
  }
  if (rest.length > 0) yield parseLines<Row>(rest.toString('utf8'));
}

const parseLines = <Row>(text: string): Row[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
