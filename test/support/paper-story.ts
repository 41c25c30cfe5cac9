import { clockLine, sayingLine } from './clock-accounts.ts';
import type { PaperCalendar, PaperData, PaperPolicy, PaperPromise, PaperRecord } from './oracles/clock/paper.ts';
import type { Verdict } from './oracles/clock/verdict.ts';

/** Timelines as one would write them on paper, with instants as texts, and what comes of them as lines. */

/** `09:30` is on Monday 2026-01-05, `01-07 09:30` in that year; always UTC, with seconds where needed. */
export function at(text: string): number {
  const [time, date = '01-05'] = text.split(' ').reverse();
  const day = date.length === 5 ? `2026-${date}` : date;
  return Date.parse(`${day}T${time!.length === 5 ? `${time}:00` : time}Z`);
}

export const minutes = (n: number): number => n * 60_000;
export const hours = (n: number): number => minutes(60 * n);

/** Answer within an hour: from `ticket.created` to `ticket.resolved`, round the clock. */
export const promise = (over: Partial<PaperPromise> = {}): PaperPromise => ({
  ...{ id: 'paper/answer', subject: 'ticket', ladder: [] },
  start: { on: ['ticket.created'] },
  stop: { on: ['ticket.resolved'] },
  cancel: { on: ['ticket.merged', 'ticket.deleted'] },
  rows: [{ name: 'all', team: 'support', target: { kind: 'elapsed', ms: hours(1) } }],
  ...over,
});

/** Monday to Friday from 09:00 to 18:00. */
export const OFFICE: PaperCalendar = {
  ...{ zone: 'UTC', from: '2026-01-01', days: 30, holidays: ['2026-01-06'], exceptions: {} },
  week: Object.fromEntries([1, 2, 3, 4, 5].map((weekday) => [weekday, [['09:00', '18:00'] as const]])),
};

export const policy = (promises: PaperPromise | readonly PaperPromise[], over: Partial<PaperPolicy> = {}) => ({
  ...{ what: 'policy' as const, appendTime: at('2025-01-01 00:00') },
  policy: {
    ...{ effective: 0, applies: 'new' as const, promises: [promises].flat() as readonly PaperPromise[] },
    ...{ calendars: { office: OFFICE }, zoneHours: {}, partnerZones: {}, ...over },
  },
});

/** What happened at `time`, told at once. */
export const event = (type: string, time: string, data: PaperData = {}): PaperRecord => ({
  ...{ what: 'event', id: `${type} ${time} ${JSON.stringify(data)}`, type, time: at(time), data },
  ...{ subject: `${type.startsWith('ticket.') ? 'ticket' : 'order'}/1`, appendTime: at(time) },
});

/** The same, told at `told`. */
export const late = (told: string, type: string, time: string, data: PaperData = {}): PaperRecord => ({
  ...event(type, time, data),
  appendTime: at(told),
});

export const tick = (time: string): PaperRecord => ({ what: 'tick', at: at(time), appendTime: at(time) });

export interface Told {
  /** Everything that was said, in order. */
  readonly said: readonly string[];
  /** How the clocks stand in the end. */
  readonly clocks: readonly string[];
}

/** Tells a timeline to the oracle or to the engine. */
export function tell(
  account: (timeline: readonly PaperRecord[], subject: string) => readonly Verdict[],
  ...timeline: readonly PaperRecord[]
): Told {
  const subject = timeline.find((record) => record.what === 'event')!.subject;
  const verdicts = account(timeline, subject);
  return {
    said: verdicts.flatMap(({ said }) => said.map((saying) => `${cycle(saying)}${sayingLine(saying)}`)),
    clocks: verdicts.at(-1)!.clocks.map((clock) => `${cycle(clock)}${clockLine(clock)}`),
  };
}

/** Of the first cycle nothing is said: most clocks have no other. */
const cycle = (of: { readonly cycle: number }): string => (of.cycle === 1 ? '' : `#${of.cycle} `);
