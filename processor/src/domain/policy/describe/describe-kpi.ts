import type { CompiledKpi, CompiledPromise, KpiLimits } from '../compiled.ts';
import {
  cohortInWords,
  countInWords,
  exclusionInWords,
  populationInWords,
  rowInWords,
  tiersInWords,
  titlesOf,
} from './kpi-in-words.ts';
import { limitInWords } from './limit-in-words.ts';
import { windowInWords } from './window-in-words.ts';

/**
 * A KPI in a plain sentence or two: `Of the orders that were opened, those that were cancelled by the partner: at most 1.5 %,
 * last 7 days, previous month; judged by the previous month; by the day of the first order.opened; from 10 orders on.`
 * @param promises those of its pack, for their titles.
 */
export function describeKpi(kpi: CompiledKpi, promises: readonly Pick<CompiledPromise, 'id' | 'title'>[] = []): string {
  const { subject, counts, excludes, cohort, windows, rings, judged, limits, minimumVolume, settles, zone } = kpi;
  const wordsOf = (name: string): string => {
    const window = windows.find((each) => each.name === name);
    return window === undefined ? name : windowInWords(window);
  };
  const parts = [
    `${limitsInWords(limits, kpi.good)}, ${windows.map(windowInWords).join(', ')}`,
    ...(limits.length === 1 ? warningInWords(limits[0]!, kpi.good) : []),
    `judged by ${the(wordsOf(judged))}`,
    ...(rings.length === 1 && rings[0] === windows[0]?.name
      ? []
      : [rings.length === 0 ? 'never rings' : `rings by ${rings.map((name) => the(wordsOf(name))).join(', ')}`]),
    `${cohortInWords(cohort)}${zone === undefined ? '' : ` in ${zone}`}`,
    ...(settles === 0 ? [] : [`settled after ${settles} day${settles === 1 ? '' : 's'}`]),
    ...(minimumVolume > 1 ? [`from ${minimumVolume} ${subject}s on`] : []),
  ];
  const sentences = [
    `Of the ${populationInWords(kpi, titlesOf(promises))}, those ${countInWords(counts)}: ${parts.join('; ')}.`,
  ];
  const gone = excludes.filter(({ excuse }) => !excuse).map(exclusionInWords);
  const excused = excludes.filter(({ excuse }) => excuse).map(exclusionInWords);
  if (gone.length > 0) sentences.push(`Left out: ${gone.join('; ')}.`);
  if (excused.length > 0) sentences.push(`Left out only if they count against the partner: ${excused.join('; ')}.`);
  return sentences.join(' ');
}

/** `at most 1.5 %`; of several rows each with its market and date. */
export function limitsInWords(rows: readonly KpiLimits[], good: CompiledKpi['good']): string {
  const each = rows.map((row) => {
    const limit = row.tiers === undefined ? limitInWords(row.block, good) : tiersInWords(row, good);
    return row.market === undefined && row.from === undefined && rows.length === 1
      ? limit
      : `${rowInWords(row)} ${limit}`;
  });
  return each.join('; ');
}

const the = (window: string): string => (window.startsWith('this ') ? window : `the ${window}`);

function warningInWords({ warn, block }: KpiLimits, good: CompiledKpi['good']): string[] {
  const [warns, blocks] = [limitInWords(warn, good), limitInWords(block, good)];
  return warns === blocks ? [] : [`warns unless ${warns}`];
}
