/** The lines of an NDJSON body, each as soon as it is whole. */
export async function* ndjson<Line>(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Line, void, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of (body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line) as Line;
  }
}
