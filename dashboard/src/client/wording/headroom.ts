import { inFull } from './number.ts';
import { words } from './words.ts';

/** `short by 3`, `12 to spare`, `none to spare`: what may still fail, in orders. */
export function headroomInWords(headroom: number): string {
  if (headroom < 0) return words.headroom.short(inFull(-headroom));
  return headroom === 0 ? words.headroom.none : words.headroom.spare(inFull(headroom));
}
