import type { PlainCount } from './kpi-counts.ts';

/** What a record changes in the counts of a subject, and why: from the table "What a record changes" of docs/kpis.md. */

export interface PlainChange {
  readonly kpi: string;
  readonly partner: string;
  readonly market: string;
  readonly carrier: string;
  readonly channel: string;
  readonly day: number;
  readonly num: number;
  readonly den: number;
  readonly cause: string;
}

/** What it counted in one KPI before a live record, and after it. */
export function changesOf(before: PlainCount | undefined, after: PlainCount | undefined): PlainChange[] {
  const was = before?.den === 1 ? before : undefined;
  const is = after?.den === 1 ? after : undefined;
  if (was === undefined) return is === undefined ? [] : [change(is, is.num, 1, 'counted')];
  if (is === undefined) {
    return [change(was, -was.num, -1, after?.reason === undefined ? 'withdrawn' : `excluded/${after.reason}`)];
  }
  if (cellOf(was) !== cellOf(is)) return [change(was, -was.num, -1, 'moved'), change(is, is.num, 1, 'moved')];
  return was.num === is.num ? [] : [change(is, is.num - was.num, 0, 'revised')];
}

const change = (
  { kpi, partner, market, carrier, channel, day }: PlainCount,
  num: number,
  den: number,
  cause: string,
): PlainChange => ({ kpi, partner, market, carrier, channel, day, num: num || 0, den, cause });

export const cellOf = ({ kpi, partner, market, carrier, channel, day }: Omit<PlainChange, 'num' | 'den' | 'cause'>) =>
  JSON.stringify([kpi, partner, market, carrier, channel, day]);
