import { elementSlices, type JsonSlice, opensArray, wholeSlice } from './json-slices.ts';
import type { Limits } from './limits.ts';

/** Takes a request's body apart into events, each with its own bytes; what they say is not looked at here. */

/** How a body is written: one event, an array of them, either of the two, or one event a line. */
export type BodyForm = 'one' | 'batch' | 'one-or-batch' | 'lines';

/** One event as it came, not parsed yet: a request of thousands is read in slices. */
export interface IncomingEvent {
  readonly index: number;
  /** The line of an NDJSON body, from 1. */
  readonly line?: number;
  readonly bytes: Buffer;
  readonly depth: number;
}

export type BodyFault = { readonly code: 'BODY_UNREADABLE' | 'TOO_MANY_EVENTS'; readonly message: string };

export function readBody(form: BodyForm, body: Buffer, limits: Limits): IncomingEvent[] | BodyFault {
  const text = withoutByteOrderMark(body);
  if (form === 'lines') return readLines(text, limits);
  if (form === 'one' || (form === 'one-or-batch' && !opensArray(text))) {
    return [incoming(text, wholeSlice(text), 0)];
  }
  const slices = elementSlices(text, limits.eventsPerRequest);
  if (!slices) {
    return { code: 'BODY_UNREADABLE', message: 'the body is no JSON array: write [event, event, …] in UTF-8' };
  }
  if (slices.length > limits.eventsPerRequest) return tooMany(limits);
  return slices.map((slice, index) => incoming(text, slice, index));
}

function readLines(text: Buffer, limits: Limits): IncomingEvent[] | BodyFault {
  const events: IncomingEvent[] = [];
  let line = 0;
  for (let start = 0; start < text.length; ) {
    line += 1;
    const feed = text.indexOf(0x0a, start);
    const end = feed === -1 ? text.length : feed;
    const slice = wholeSlice(text, start, end);
    if (slice.start < slice.end) {
      if (events.length === limits.eventsPerRequest) return tooMany(limits);
      events.push({ ...incoming(text, slice, events.length), line });
    }
    start = end + 1;
  }
  return events;
}

const incoming = (text: Buffer, { start, end, depth }: JsonSlice, index: number): IncomingEvent => ({
  index,
  bytes: text.subarray(start, end),
  depth,
});

const tooMany = (limits: Limits): BodyFault => ({
  code: 'TOO_MANY_EVENTS',
  message: `more than ${limits.eventsPerRequest} events in one request: send them in several`,
});

function withoutByteOrderMark(body: Buffer): Buffer {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}
