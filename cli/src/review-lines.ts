import {
  groupInWords,
  levelInWords,
  percentInWords,
  type ReviewAnswer,
  type ReviewRow,
  timeInWords,
} from '@belfry/dashboard/contract';
import { columns } from './columns.ts';

/** A review as aligned lines: the figures of the groups, then the levels on which their clocks stood. */
export function reviewLines({ by, groups, total }: ReviewAnswer): string[] {
  const levels = columns([LEVEL_HEADINGS, ...total.levels.map(levelCells)]);
  const isNone = total.levels.length === 0;
  if (by === 'level') return isNone ? ['No clock ran in this period.'] : levels;
  const figures = columns([[by, ...HEADINGS], ...[...groups, total].map(cells)]);
  return isNone ? figures : [...figures, '', ...levels];
}

const HEADINGS = [
  ...['opened', 'met', 'breached', 'compliance', 'cancelled', 'no deadline', 'open'],
  ...['median', 'p90', 'satisfaction', 'ratings'],
];

const cells = (row: ReviewRow) => [
  groupInWords(row.group),
  ...[row.opened, row.met, row.breached, percentInWords(row.compliancePercent)],
  ...[row.cancelled, row.noDeadline, row.open, timeInWords(row.medianMs), timeInWords(row.p90Ms)],
  ...[percentInWords(row.satisfactionPercent), row.ratings],
];

const LEVEL_HEADINGS = [
  ...['level', 'reached', 'stood', 'time', 'average'],
  ...['met', 'breached', 'cancelled', 'no deadline', 'open'],
];

const levelCells = (level: ReviewRow['levels'][number]) => [
  levelInWords(level.level),
  ...[level.reached, level.stood, timeInWords(level.ms), timeInWords(level.averageMs)],
  ...[level.met, level.breached, level.cancelled, level.noDeadline, level.open],
];
