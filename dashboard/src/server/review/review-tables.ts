import { html } from 'hono/html';
import type { ReviewAnswer, ReviewLevel, ReviewRow } from '../../contract/review-api.ts';
import { groupInWords, inFull, levelInWords, percentInWords, timeInWords } from '../../contract/review-words.ts';

type Column = readonly [heading: string, explanation: string, cell: (row: ReviewRow) => string];

const COLUMNS: readonly Column[] = [
  ['Opened', 'clocks that started in the period', ({ opened }) => inFull(opened)],
  ['Met', 'stopped in the period, in time', ({ met }) => inFull(met)],
  ['Breached', 'whose deadline passed in the period', ({ breached }) => (breached > 0 ? `◆ ${inFull(breached)}` : '0')],
  ['Compliance', 'met of met and breached', ({ compliancePercent }) => percentInWords(compliancePercent)],
  ['Cancelled', 'cancelled in the period', ({ cancelled }) => inFull(cancelled)],
  ['No deadline', 'ended, and no time was promised', ({ noDeadline }) => inFull(noDeadline)],
  ['Still open', 'had not ended when the period did', ({ open }) => inFull(open)],
  ['Median', 'counted working time until it was done: half took no longer', ({ medianMs }) => timeInWords(medianMs)],
  ['p90', 'nine in ten took no longer', ({ p90Ms }) => timeInWords(p90Ms)],
  ['Satisfaction', 'average score of its scale', ({ satisfactionPercent }) => percentInWords(satisfactionPercent)],
  ['Ratings', 'how many customers rated', ({ ratings }) => inFull(ratings)],
];

const nameOf = ({ group, name }: ReviewRow) =>
  name === null || group === null ? groupInWords(group) : html`${name} <small>${group}</small>`;

const head = (first: string, columns: readonly (readonly [heading: string, explanation: string])[]) => html`
  <thead><tr><th scope="col">${first}</th>${columns.map(
    ([heading, explanation]) => html`<th scope="col" title="${explanation}">${heading}</th>`,
  )}</tr></thead>`;

/** A table that is wider than a narrow screen scrolls by itself, with the keyboard too. */
const table = (caption: string, content: unknown) => html`
  <div class="wide" tabindex="0" role="region" aria-label="${caption}">
    <table><caption>${caption}</caption>${content}</table>
  </div>`;

const line = (row: ReviewRow, cells: readonly string[]) => html`
  <tr><th scope="row">${nameOf(row)}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;

const nothing = (columns: number) => html`
  <tr><td class="nothing" colspan="${columns}">No clocks in this period: n/a</td></tr>`;

function lines({ groups, total }: ReviewAnswer, cellsOf: (row: ReviewRow) => readonly string[], columns: number) {
  return html`
    <tbody>${groups.length === 0 ? nothing(columns) : groups.map((row) => line(row, cellsOf(row)))}</tbody>
    <tfoot>${line(total, cellsOf(total))}</tfoot>`;
}

export const figuresTable = (answer: ReviewAnswer) =>
  table(
    `Promises by ${answer.by}`,
    html`${head(
      answer.by,
      COLUMNS.map(([heading, explanation]) => [heading, explanation]),
    )}
    ${lines(answer, (row) => COLUMNS.map(([, , cell]) => cell(row)), COLUMNS.length + 1)}`,
  );

/** How long clocks of each group stood on each level: on average, and how many they were. */
export function levelsByGroupTable(answer: ReviewAnswer) {
  const levels = answer.total.levels.map(({ level }) => level);
  if (levels.length === 0) return '';
  const cell = (row: ReviewRow, level: string): string => {
    const found = row.levels.find((one) => one.level === level);
    return found === undefined ? 'n/a' : `${timeInWords(found.averageMs)} × ${inFull(found.stood)}`;
  };
  return table(
    `Time on each level by ${answer.by}: average × clocks`,
    html`${head(
      answer.by,
      levels.map((level) => [levelInWords(level), 'average time on it, and how many stood on it'] as const),
    )}
    ${lines(answer, (row) => levels.map((level) => cell(row, level)), levels.length + 1)}`,
  );
}

const LEVEL_COLUMNS: readonly (readonly [string, string, (level: ReviewLevel) => string])[] = [
  ['Reached', 'clocks that came to it in the period', ({ reached }) => inFull(reached)],
  ['Stood on it', 'clocks that stood on it at any time of the period', ({ stood }) => inFull(stood)],
  ['Time', 'all of them together', ({ ms }) => timeInWords(ms)],
  ['Average', 'of those that stood on it', ({ averageMs }) => timeInWords(averageMs)],
  ['Met', 'of those that stood on it', ({ met }) => inFull(met)],
  ['Breached', 'of those that stood on it', ({ breached }) => (breached > 0 ? `◆ ${inFull(breached)}` : '0')],
  ['Cancelled', 'of those that stood on it', ({ cancelled }) => inFull(cancelled)],
  ['No deadline', 'of those that stood on it: ended, and no time was promised', ({ noDeadline }) => inFull(noDeadline)],
  ['Still open', 'of those that stood on it', ({ open }) => inFull(open)],
];

export const levelsTable = ({ total: { levels } }: ReviewAnswer) =>
  table(
    'Levels of the ladders, and what became of the clocks that stood on them',
    html`${head(
      'level',
      LEVEL_COLUMNS.map(([heading, explanation]) => [heading, explanation]),
    )}
    <tbody>${
      levels.length === 0
        ? nothing(LEVEL_COLUMNS.length + 1)
        : levels.map(
            (level) =>
              html`<tr><th scope="row">${levelInWords(level.level)}</th>${LEVEL_COLUMNS.map(
                ([, , cell]) => html`<td>${cell(level)}</td>`,
              )}</tr>`,
          )
    }</tbody>`,
  );

/** A heading's own words are too short; what hovers over it cannot be reached with a keyboard. */
export const explanations = ({ by }: ReviewAnswer) => html`
  <details>
    <summary>What the columns count</summary>
    <dl>${(by === 'level' ? LEVEL_COLUMNS : COLUMNS).map(
      ([heading, explanation]) => html`<dt>${heading}</dt><dd>${explanation}</dd>`,
    )}</dl>
  </details>`;
