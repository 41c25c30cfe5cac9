import { inFull } from './review-words.ts';

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

/** `short by 3`, `12 to spare`, `none to spare`: what may still fail, in orders. */
export function headroomWords(headroom: number): string {
  if (headroom < 0) return `short by ${inFull(-headroom)}`;
  return headroom === 0 ? 'none to spare' : `${inFull(headroom)} to spare`;
}

const CAUSES: Readonly<Record<string, string>> = {
  counted: 'newly counted',
  revised: 'late evidence',
  moved: 'moved',
  withdrawn: 'withdrawn',
  policy: 'policy changed',
  history: 'told as history',
  entered: 'entered the window',
  left: 'left the window',
};

/** Why a number has changed (docs/kpis.md), as people say it. One that is not known is shown as it is called. */
export function causeWords(cause: string): string {
  const reason = /^excluded\/(.+)$/.exec(cause)?.[1];
  return reason === undefined ? (CAUSES[cause] ?? cause) : `excluded: ${reason.replaceAll('-', ' ')}`;
}
