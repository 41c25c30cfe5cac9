import type { Course } from './course.ts';
import type { PaperPolicy, PaperPromise, PaperSpan } from './paper.ts';
import type { PausePiece } from './pauses.ts';
import { fits, type Story } from './sight.ts';

/** The spans of a clock from its start to `until`: cut wherever anything begins or ends, and looked at one by one. */
export function ledgerOf(clock: Course, until: number, story: Story, pauses: readonly PausePiece[]): PaperSpan[] {
  const { start, gaps, promise, policy } = clock;
  const cuts = [start, until, ...story.facts.map(({ time }) => time), ...gaps.flat()];
  const instants = [...new Set(cuts)].filter((t) => start <= t && t <= until).sort((a, b) => a - b);
  const spans: PaperSpan[] = [];
  for (const [n, from] of instants.entries()) {
    const to = instants[n + 1];
    if (to === undefined) break;
    const last = story.facts.findLastIndex(({ time }) => time <= from);
    const stage = stageOf(promise, story, last, policy);
    const pause = pauses.find((piece) => piece.from <= from && from < piece.to)?.pause;
    const gap = gaps.some(([a, b]) => a <= from && from < b);
    const { team, waitingOn, vendor } = story.dataAfter(last);
    // Between a stop and the reopening nobody held it.
    if (gap) spans.push({ from, to, counted: false, holder: '', stage, rule: 'reopened' });
    else if (pause) spans.push({ from, to, counted: false, holder: pause.holder, stage, rule: pause.name });
    else {
      const held = waitingOn === 'vendor' ? (vendor ?? 'vendor') : (team ?? clock.row.team);
      spans.push({ from, to, counted: true, holder: String(held), stage, rule: clock.row.name });
    }
  }
  return joinedSpans(spans);
}

/** Spans next to each other that say the same are one. */
export function joinedSpans(spans: readonly PaperSpan[]): PaperSpan[] {
  const joint: PaperSpan[] = [];
  for (const span of spans) {
    const last = joint.at(-1);
    const same = last !== undefined && JSON.stringify({ ...span, from: 0, to: 0 }) === said(last);
    if (same && last.to === span.from) joint[joint.length - 1] = { ...last, to: span.to };
    else joint.push(span);
  }
  return joint;
}

const said = (span: PaperSpan): string => JSON.stringify({ ...span, from: 0, to: 0 });

function stageOf(promise: PaperPromise, story: Story, last: number, policy: PaperPolicy): string {
  let stage = '';
  for (let n = 0; n <= last; n++) {
    for (const { name, from } of promise.stages ?? []) if (fits(from, story, n, policy)) stage = name;
  }
  return stage;
}
