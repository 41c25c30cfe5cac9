import { callerOf } from '@belfry/access';
import { type Context, Hono } from 'hono';
import type { IntakeAnswer, IntakeError, IntakeErrorCode, WallClock } from '../../contract/index.ts';
import { wholeSlice } from '../../domain/json-slices.ts';
import type { Limits } from '../../domain/limits.ts';
import { ANYBODY, type Sender } from '../../domain/own-word.ts';
import { type BodyFault, type IncomingEvent, readBody } from '../../domain/read-body.ts';
import { LogError } from '../../log/event-log.ts';
import type { Admission } from './admission.ts';
import { binaryEvent } from './binary-mode.ts';
import type { Intake } from './intake.ts';
import { type Carriage, carriageOf } from './media-type.ts';
import { announcedLength, readLimited } from './read-limited.ts';

export interface EventsRouteOptions {
  readonly intake: Intake;
  readonly admission: Admission;
  readonly limits: Limits;
  readonly wallClock: WallClock;
  /** How long a request waits for the log, ms. */
  readonly patienceMs: number;
  readonly isClosing: () => boolean;
  /** Called for what an operator should read. */
  readonly report: (line: string) => void;
}

type Failure = {
  readonly status: 400 | 413 | 415 | 429 | 500 | 503;
  readonly retryAfter?: number;
} & IntakeError['error'];

/** `POST /events` (docs: /docs/api). Every answer is JSON: verdicts, or one error for the whole request. */
export function eventsRoute(options: EventsRouteOptions): Hono {
  const route = new Hono();
  route.post('/events', async (c) => {
    if (options.isClosing()) return failed(c, unavailable('CLOSING', 'this intake is stopping: send again', 1));
    const carriage = carriageOf((name) => c.req.header(name));
    if ('wrong' in carriage)
      return failed(c, { status: 415, code: 'MEDIA_TYPE', message: carriage.wrong, retriable: false });
    const announced = announcedLength(c.req.header('content-length')) ?? 0;
    if (announced > options.limits.bodyBytes) return failed(c, tooLarge(options.limits));
    const room = options.admission.enter(announced);
    if (!room) return failed(c, slow);
    let working: Promise<IntakeAnswer> | undefined;
    try {
      const body = await readLimited(c.req.raw, options.limits.bodyBytes, room.grow);
      if (body === 'too-large') return failed(c, tooLarge(options.limits));
      if (body === 'no-room') return failed(c, slow);
      if (body === 'broken-off') return failed(c, brokenOff);
      const incoming = takeApart(c.req.raw.headers, carriage, body, options.limits);
      if (!Array.isArray(incoming)) return failed(c, bodyFailure(incoming));
      working = options.intake.take(incoming, senderOf(c));
      const answer = await inTime(working, options);
      return c.json(answer, statusOf(answer));
    } catch (error) {
      return failed(c, failureOf(error, options.report));
    } finally {
      // Whoever lost patience left records behind in the queue; their room is given back when the log has answered.
      if (working) void working.then(room.leave, room.leave);
      else room.leave();
    }
  });
  route.all('/events', (c) => c.text('send events with POST', 405, { allow: 'POST' }));
  return route;
}

/** What the sender's token lets it tell. */
function senderOf(c: Context): Sender {
  const caller = callerOf(c);
  if (caller?.kind !== 'token') return ANYBODY;
  const { scope, source } = caller.token;
  return { source, tells: scope === 'source' ? 'facts' : scope === 'manager' ? 'words' : 'everything' };
}

function takeApart(
  headers: Headers,
  carriage: Exclude<Carriage, { wrong: string }>,
  body: Buffer,
  limits: Limits,
): IncomingEvent[] | BodyFault {
  if (carriage.mode === 'body') return readBody(carriage.form, body, limits);
  const bytes = binaryEvent(headers, body, limits);
  return [{ index: 0, bytes, depth: wholeSlice(bytes).depth }];
}

/** 202 if nothing is refused; 413 or 400 if everything is; 207 if some are: then the body says which. */
function statusOf({ refused, verdicts }: IntakeAnswer): 202 | 207 | 400 | 413 {
  if (refused === 0) return 202;
  if (refused < verdicts.length) return 207;
  return verdicts.every((verdict) => verdict.status === 'refused' && verdict.code === 'TOO_LARGE') ? 413 : 400;
}

async function inTime<T>(work: Promise<T>, { wallClock, patienceMs }: EventsRouteOptions): Promise<T> {
  let cancel = (): void => {};
  const late = new Promise<never>((_, reject) => {
    cancel = wallClock.after(patienceMs, () => {
      const message = `the log did not answer within ${patienceMs} ms`;
      reject(new LogError('LOG_UNAVAILABLE', message, { retriable: true }));
    });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}

const unavailable = (code: IntakeErrorCode, message: string, retryAfter: number): Failure => ({
  status: 503,
  code,
  message,
  retriable: true,
  retryAfter,
});

const slow: Failure = { ...unavailable('LOG_SLOW', 'the log is slow: send again', 1), status: 429 };

const brokenOff: Failure = {
  status: 400,
  code: 'BODY_UNREADABLE',
  message: 'the body broke off: send it again',
  retriable: true,
};

const tooLarge = (limits: Limits): Failure => ({
  status: 413,
  code: 'BODY_TOO_LARGE',
  message: `the body is larger than ${limits.bodyBytes} bytes: send fewer events in one request`,
  retriable: false,
});

const bodyFailure = ({ code, message }: BodyFault): Failure => ({
  status: code === 'TOO_MANY_EVENTS' ? 413 : 400,
  code,
  message,
  retriable: false,
});

function failureOf(error: unknown, report: (line: string) => void): Failure {
  if (error instanceof LogError) {
    report(`intake: an append failed: ${error.code}: ${error.message}`);
    const message = `the log did not take all events (${error.code}): send them again with the same ids`;
    return unavailable('LOG_UNAVAILABLE', message, 2);
  }
  report(`intake: a request failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return { status: 500, code: 'INTERNAL', message: 'an error of Belfry, which has been reported', retriable: true };
}

function failed(c: Context, { status, retryAfter, code, message, retriable }: Failure): Response {
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return c.json({ error: { code, message, retriable } } satisfies IntakeError, status, headers);
}
