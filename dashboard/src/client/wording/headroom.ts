import { inFull } from './number.ts';

/** `short by 3`, `12 to spare`, `none to spare`: what may still fail, in orders. */
export function headroomWords(headroom: number): string {
  if (headroom < 0) return `short by ${inFull(-headroom)}`;
  return headroom === 0 ? 'none to spare' : `${inFull(headroom)} to spare`;
}
