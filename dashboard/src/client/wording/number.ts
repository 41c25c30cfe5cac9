const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `188,120`: in full. */
export const inFull = (n: number): string => grouped.format(n);

/** `12,345`; from 100,000 on `123k`, which is what fits a wall. */
export function count(n: number): string {
  return n < 100_000 ? grouped.format(n) : `${grouped.format(Math.floor(n / 1_000))}k`;
}

/**
 * `89.9`, in percent: cut, not rounded, so that 89.96 % against a limit of 90 % never reads as kept. A rate of what goes
 * wrong is small and is rounded up, to hundredths: 1.501 % against 1.5 % reads as 1.51.
 */
export function percent(rate: number, good: 'high' | 'low' = 'high'): string {
  if (good === 'low') {
    const hundredths = Math.ceil(rate * 10_000 - 1e-9);
    return hundredths % 10_000 === 0 ? String(hundredths / 100) : (hundredths / 100).toFixed(2);
  }
  const tenths = Math.floor(rate * 1_000 + 1e-9);
  return tenths % 1_000 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1);
}

/** `90 %`, `99.95 %`: a limit as it was written. */
export function limit(rate: number): string {
  return `${Number((rate * 100).toFixed(4))} %`;
}

/** `order/8812~p17` is known to people as `8812~p17`. */
export function subjectName(subject: string): string {
  return subject.slice(subject.indexOf('/') + 1);
}
