import type { ReviewAnswer, ReviewLevel, ReviewRow } from '../../contract/review-api.ts';
import { groupInWords, levelInWords } from '../../contract/review-words.ts';

/**
 * A review as CSV (RFC 4180), a line at a time: the figures of the JSON, as they are, and nothing where it says null. A row of
 * levels widens the table by four columns a level, since people read a group in one line.
 */
export function* csvOf(answer: ReviewAnswer): Generator<string, void, void> {
  if (answer.by === 'level') {
    yield line(['level', ...LEVEL_FIGURES.map(named)]);
    for (const level of answer.total.levels)
      yield line([levelInWords(level.level), ...LEVEL_FIGURES.map((of) => level[of])]);
    return;
  }
  const levels = answer.total.levels.map(({ level }) => level);
  yield line([
    answer.by,
    'name',
    ...FIGURES.map(named),
    ...levels.flatMap((level) => ON_LEVEL.map((of) => `${levelInWords(level)}: ${named(of)}`)),
  ]);
  for (const row of [...answer.groups, answer.total]) {
    yield line([
      groupInWords(row.group),
      row.name,
      ...FIGURES.map((of) => row[of]),
      ...levels.flatMap((level) => onLevel(row, level)),
    ]);
  }
}

const FIGURES = [
  'opened',
  'met',
  'breached',
  'cancelled',
  'noDeadline',
  'open',
  'compliancePercent',
  'resolved',
  'medianMs',
  'p90Ms',
  'ratings',
  'satisfactionPercent',
] as const satisfies readonly (keyof ReviewRow)[];

const ON_LEVEL = ['reached', 'stood', 'ms', 'averageMs'] as const satisfies readonly (keyof ReviewLevel)[];
const LEVEL_FIGURES = [...ON_LEVEL, 'met', 'breached', 'cancelled', 'noDeadline', 'open'] as const;

function onLevel(row: ReviewRow, level: string): readonly (number | null)[] {
  const found = row.levels.find((one) => one.level === level);
  // Nobody stood on it: none, and no average of none.
  return ON_LEVEL.map((of) => found?.[of] ?? (of === 'averageMs' ? null : 0));
}

/** `compliance_percent`, as columns are called in files. */
const named = (figure: string): string => figure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const line = (cells: readonly (string | number | null)[]): string => `${cells.map(cell).join(',')}\r\n`;

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = harmless(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Names come from sources; what begins like a formula would be one in a spreadsheet. */
const harmless = (text: string): string => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);
