/**
 * Rows as aligned columns, two blanks apart; numbers stand at the right.
 *
 * @example
 * columns([['pack', 'rows'], ['oto', 46]])
 * // ['pack  rows', 'oto     46']
 */
export function columns(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [n, cell] of row.entries()) widths[n] = Math.max(widths[n] ?? 0, String(cell).length);
  }
  return rows.map((row) =>
    row
      .map((cell, n) => (typeof cell === 'number' ? String(cell).padStart(widths[n]!) : cell.padEnd(widths[n]!)))
      .join('  ')
      .trimEnd(),
  );
}
