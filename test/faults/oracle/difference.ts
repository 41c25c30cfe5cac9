/** What an oracle found: not that something crashed or took too long, but that what came of it is not what had to come. */
export class Difference extends Error {
  override readonly name = 'Difference';
}

/** Collects what differs from what it should be; a comparison that compared nothing is a difference too. */
export class Differences {
  private readonly found: string[] = [];
  private readonly counted: string[] = [];

  /** Two sets of lines must be the same, each line once. @param least so many there must be. */
  same(what: string, is: readonly string[], should: readonly string[], least = 1): void {
    this.counted.push(`${should.length} ${what}`);
    if (should.length < least) this.found.push(`${what}: only ${should.length} to compare, at least ${least} expected`);
    const [have, want] = [countsOf(is), countsOf(should)];
    const missing = [...want].filter(([line]) => !have.has(line)).map(([line]) => line);
    const surplus = [...have].filter(([line]) => !want.has(line)).map(([line]) => line);
    const twice = [...have].filter(([line, count]) => count > (want.get(line) ?? 1)).map(([line]) => line);
    this.tell(what, 'missing', missing);
    this.tell(what, 'should not be', surplus);
    this.tell(what, 'more than once', twice);
  }

  none(what: string, lines: readonly string[]): void {
    this.tell(what, 'should not be', lines);
  }

  /** @throws Difference with all of them. @returns what was compared, in words. */
  settle(): string {
    if (this.found.length > 0) throw new Difference(this.found.join('\n'));
    return this.counted.join(', ');
  }

  private tell(what: string, how: string, lines: readonly string[]): void {
    if (lines.length === 0) return;
    const few = lines
      .slice(0, FEW)
      .map((line) => line.slice(0, LONGEST))
      .join('\n    ');
    this.found.push(`${what}: ${lines.length} ${how}\n    ${few}${lines.length > FEW ? '\n    ...' : ''}`);
  }
}

const FEW = 4;
const LONGEST = 600;

function countsOf(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}
