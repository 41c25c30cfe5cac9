import type { Subject } from './subject.ts';

/**
 * History is quiet (docs/adr/0007), but a subject that has some may have live clocks too. A clock is live if history
 * brought about neither it nor the instants at which it says something: it rings whatever is told about its past.
 */

/** What of a subject's clocks history must leave alone for them to stay live. */
export type ClockAims = readonly {
  readonly key: string;
  readonly start: number;
  readonly due: number | null;
  readonly steps: readonly number[];
}[];

/** As they are before a record is learned. */
export const aimsOf = ({ judgement }: Subject): ClockAims =>
  judgement.clocks.map(({ key, start, aim: { due, steps } }) => ({ key, start, due, steps }));

/**
 * History was learned: what it brought about is quiet up to an instant.
 * @param before the aims of the clocks that were there before it.
 * @param until ms UTC.
 */
export function learnedHistory(subject: Subject, before: ClockAims, until: number): void {
  const after = new Map(aimsOf(subject).map((aims) => [aims.key, aims]));
  const had = subject.quietUntil > 0;
  subject.live = before
    .filter(({ key }) => !had || subject.live.includes(key))
    .filter((was) => {
      const is = after.get(was.key);
      return is !== undefined && is.start === was.start && is.due === was.due && sameSteps(is.steps, was.steps);
    })
    .map(({ key }) => key);
  subject.quietUntil = Math.max(subject.quietUntil, until);
}

/** A live event was learned by a subject that has history: the clocks that it begins are live. */
export function learnedLive(subject: Subject, before: ClockAims): void {
  const known = new Set([...before.map(({ key }) => key), ...subject.live]);
  const begun = subject.judgement.clocks.map(({ key }) => key).filter((key) => !known.has(key));
  if (begun.length > 0) subject.live = [...subject.live, ...begun];
}

export const isLive = ({ live }: Subject, clock: string): boolean => live.includes(clock);

/** Whether what a clock says about an instant (ms UTC) is history. */
export const isHistoric = (subject: Subject, clock: string, at: number, isHistory: boolean): boolean =>
  (isHistory || at <= subject.quietUntil) && !isLive(subject, clock);

function sameSteps(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((at, n) => at === b[n]);
}
