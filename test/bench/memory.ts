import type { ClocksHeld, OpenClocks } from './children/open-clocks.ts';
import { OPEN_SUBJECTS, type OpenSubjectsName } from './stage/open-subjects.ts';
import { forkChild } from './stage/processes.ts';

const USUAL = '1000000,10000000';
/** Far above what it may need, so that the limit is the machine's and not the one that Node guesses. */
const HEAP_MB = 20_000;

/**
 * `npm run bench -- memory [openClocks,openClocks,...]`: bytes an open clock through the real fold, for each kind of subject
 * and each number of open clocks (1,000,000 and 10,000,000), each in a process of its own; and the longest pause of the
 * garbage collector while they are opened.
 */
export async function memory([sizes = USUAL]: readonly string[]): Promise<void> {
  const rows: Record<string, Record<string, number>> = {};
  const figures: object[] = [];
  for (const clocks of sizes.split(',').map(Number)) {
    for (const subjects of Object.keys(OPEN_SUBJECTS) as OpenSubjectsName[]) {
      const figure = await measure({ subjects, clocks });
      rows[`${subjects}, ${clocks.toLocaleString('en')}`] = figure;
      figures.push({ subjects, open: clocks, ...figure });
    }
  }
  console.table(rows);
  console.log(JSON.stringify({ bench: 'memory', figures }));
}

async function measure(told: OpenClocks) {
  const child = forkChild('open-clocks', told, [`--max-old-space-size=${HEAP_MB}`]);
  const { held } = await child.told<{ held: ClocksHeld }>('held');
  await child.stop();
  const each = OPEN_SUBJECTS[told.subjects].clocks;
  return {
    bytesAClock: Math.round(held.heap / held.clocks),
    bytesASubject: Math.round((held.heap * each) / held.clocks),
    residentBytesAClock: Math.round(held.resident / held.clocks),
    heapMb: Math.round(held.heap / 1e6),
    longestPauseMs: Math.round(held.longestPause),
    longestMajorPauseMs: Math.round(held.longestMajorPause),
    seconds: Math.round(held.seconds),
  };
}
