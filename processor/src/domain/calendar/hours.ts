/** Hours of a day as its wall clock shows them: [open, close) in minutes since midnight; 24:00 is 1440. */
export type Hours = readonly [open: number, close: number];

/** What is wrong with a text, and what to write instead. */
export interface Refusal {
  readonly message: string;
  readonly instead: string;
}

const DAY_MINUTES = 1440;
const SPAN = /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/;

/**
 * Reads `09:00-12:00, 13:00-18:00`, `round the clock` or `closed`. Hours over midnight are refused and not split, since it would
 * have to be guessed whether a holiday takes the evening before with it.
 */
export function parseHours(text: string): Hours[] | Refusal {
  if (text.trim() === 'closed') return [];
  if (text.trim() === 'round the clock') return [[0, DAY_MINUTES]];
  const spans: Hours[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    const found = SPAN.exec(part);
    if (found === null) {
      return {
        message: `"${part}" is no span of hours`,
        instead: 'hours such as `09:00-18:00`, several as `09:00-12:00, 13:00-18:00`, or `round the clock`',
      };
    }
    const open = Number(found[1]) * 60 + Number(found[2]);
    const close = Number(found[3]) * 60 + Number(found[4]);
    if (Number(found[2]) > 59 || Number(found[4]) > 59 || open >= DAY_MINUTES || close > DAY_MINUTES) {
      return { message: `"${part}" has a time that no clock shows`, instead: 'times from `00:00` to `24:00`' };
    }
    if (close <= open) {
      return {
        message: `"${part}" runs over midnight or is empty`,
        instead: `\`${found[1]}:${found[2]}-24:00\` on this day and \`00:00-${found[3]}:${found[4]}\` on the next`,
      };
    }
    const last = spans.at(-1);
    if (last !== undefined && open < last[1]) {
      return {
        message: `"${part}" begins before the span before it ends`,
        instead: 'spans in order, none over another',
      };
    }
    spans.push([open, close]);
  }
  return spans;
}
