/**
 * What a clock should say and how it should stand, worked out the slow and obvious way: after every record the whole set
 * of events is looked at anew. It knows one promise (start, stop, cancel, a duration round the clock, one reminder) and
 * shares no code with what it judges.
 */
export interface TimelineEvent {
  readonly what: 'event';
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly time: number;
}

export interface TimelineTick {
  readonly what: 'tick';
  readonly at: number;
}

/** In the order of the log; the place in the list is the offset. */
export type Timeline = readonly ((TimelineEvent | TimelineTick) & { readonly appendTime: number })[];

export interface PromiseOnPaper {
  readonly start: string;
  readonly stop: string;
  readonly cancel: string;
  readonly withinMs: number;
  readonly remindAfterMs: number;
}

export interface Verdict {
  readonly said: readonly string[];
  readonly state: 'none' | 'running' | 'met' | 'breached' | 'cancelled';
  readonly due: number | null;
  readonly stop: number | null;
}

const GRACE = 2000;
const TOLERANCE = 300_000;

interface Seen extends TimelineEvent {
  readonly offset: number;
}

function paper(promise: PromiseOnPaper, seen: readonly Seen[]) {
  const inOrder = [...seen].sort((a, b) => a.time - b.time || a.offset - b.offset);
  const start = inOrder.find((event) => event.type === promise.start);
  if (start === undefined) return undefined;
  // An end that happened before the start counts: the first of all ends decides.
  const end = inOrder.find((event) => event.type === promise.stop || event.type === promise.cancel);
  return { due: start.time + promise.withinMs, remind: start.time + promise.remindAfterMs, end };
}

export function verdictOf(promise: PromiseOnPaper, timeline: Timeline, subject: string): Verdict {
  const seen: Seen[] = [];
  const said: string[] = [];
  let horizon = 0;
  let highest = 0;
  let reminded = false;
  let rung = false;
  let endTold = false;
  let revision = 0;
  timeline.forEach((record, offset) => {
    highest = Math.max(highest, record.appendTime);
    if (record.what === 'tick') {
      horizon = Math.max(horizon, Math.min(record.at, highest));
      const clock = paper(promise, seen);
      if (clock === undefined || clock.end !== undefined) return;
      const over = clock.due + GRACE < horizon;
      if (!rung && !reminded && clock.remind + GRACE < horizon) {
        reminded = true;
        if (!over) said.push(`at-risk/${revision}`);
      }
      if (over && !rung) {
        rung = true;
        said.push(`breached/${revision}`);
      }
      return;
    }
    if (record.subject !== subject || record.time > record.appendTime + TOLERANCE) return;
    if (seen.some(({ id }) => id === record.id)) return;
    seen.push({ ...record, offset });
    const clock = paper(promise, seen);
    if (clock === undefined) return;
    const { due, end } = clock;
    if (end !== undefined && end.time > due) {
      if (!rung) said.push(`breached/${revision}`);
      if (!endTold) said.push(`${end.type === promise.cancel ? 'cancelled-late' : 'met-late'}/${revision}`);
      rung = true;
      endTold = true;
    } else if (rung && (end !== undefined || due + GRACE >= horizon)) {
      said.push(`retracted/${revision}`);
      rung = false;
      endTold = false;
      revision++;
    } else {
      endTold = false;
    }
  });
  const clock = paper(promise, seen);
  if (clock === undefined) return { said, state: 'none', due: null, stop: null };
  const { due, end } = clock;
  const late = end !== undefined && end.time > due;
  const kept = end?.type === promise.cancel ? 'cancelled' : 'met';
  const state = rung || late ? 'breached' : end === undefined ? 'running' : kept;
  return { said, state, due, stop: end?.time ?? null };
}
