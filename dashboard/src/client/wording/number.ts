const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `188,120`: in full. */
export const inFull = (n: number): string => grouped.format(n);

/** `12,345`; from 100,000 on `123k`, which is what fits a wall. */
export function count(n: number): string {
  return n < 100_000 ? grouped.format(n) : `${grouped.format(Math.floor(n / 1_000))}k`;
}

/** `90 %`, `99.95 %`: a limit as it was written. */
export function limit(rate: number): string {
  return `${Number((rate * 100).toFixed(4))} %`;
}

/** `order/8812~p17` is known to people as `8812~p17`. */
export function subjectName(subject: string): string {
  return subject.slice(subject.indexOf('/') + 1);
}
