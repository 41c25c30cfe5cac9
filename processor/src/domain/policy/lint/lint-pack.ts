import type { CompiledPack } from '../compiled.ts';
import { lintCalendars } from './calendars.ts';
import { lintFields } from './fields.ts';
import type { Find } from './finding.ts';
import { lintKpis } from './kpis.ts';
import { lintLadder } from './ladder.ts';
import { neverHappens } from './never-happens.ts';
import { neverStarts } from './never-starts.ts';
import { neverStops } from './never-stops.ts';
import { lintPauses } from './pauses.ts';
import { lintRows } from './rows.ts';
import { slowerTarget } from './slower-target.ts';
import { lintValues } from './values.ts';

/**
 * What can be read and yet never does what its author meant.
 * @param now ms UTC: calendars that end soon are found by it.
 */
export function lintPack(pack: CompiledPack, now: number, find: Find): void {
  neverStarts(pack, find);
  neverStops(pack, find);
  neverHappens(pack, find);
  lintPauses(pack, find);
  lintRows(pack, find);
  slowerTarget(pack, find);
  lintLadder(pack, find);
  lintCalendars(pack, now, find);
  lintFields(pack, find);
  lintKpis(pack, find);
  lintValues(pack, find);
}
