/**
 * Rows of text in columns, each as wide as its widest cell; the last one runs on. Columns in which no row says anything are left
 * out.
 */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): { head: string; rows: string[] } {
  const shown = heads.map((_, n) => n).filter((n) => rows.some((row) => row[n] !== ''));
  const widths = shown.map((n) => Math.max(heads[n]!.length, ...rows.map((row) => row[n]!.length)));
  const line = (cells: readonly string[]): string =>
    shown
      .map((n, place) => cells[n]!.padEnd(widths[place]!))
      .join('  ')
      .trimEnd();
  return { head: line(heads), rows: rows.map(line) };
}
