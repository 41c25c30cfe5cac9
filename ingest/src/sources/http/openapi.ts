import { ERROR_MEANINGS, REFUSAL_MEANINGS } from '../../contract/codes.ts';
import { EVENT_TYPES } from '../../contract/index.ts';
import type { Limits } from '../../domain/limits.ts';

const event = { $ref: '/schemas/event.json' };
const string = { type: 'string' };
const nullableString = { type: ['string', 'null'] };
const count = { type: 'integer', minimum: 0 };

const listed = (meanings: Readonly<Record<string, string>>) => ({
  type: 'string',
  enum: Object.keys(meanings),
  description: Object.entries(meanings)
    .map(([code, meaning]) => `- \`${code}\`: ${meaning}`)
    .join('\n'),
});

const refusal = {
  code: listed(REFUSAL_MEANINGS),
  path: { ...string, description: 'Where in the event; empty for the event itself.' },
  message: { ...string, description: 'What was found there, and what to write instead.' },
};

const verdict = {
  type: 'object',
  required: ['index', 'id', 'source', 'status'],
  properties: {
    index: { ...count, description: "The event's place in the request." },
    line: { ...count, description: 'The line of an NDJSON body, from 1.' },
    id: nullableString,
    source: nullableString,
    status: { type: 'string', enum: ['accepted', 'duplicate', 'refused'] },
    note: { ...string, description: 'For instance that the type is unknown and will be quarantined.' },
    as: {
      type: 'array',
      items: string,
      description: 'The ids in the log, where they are not its own: parts of sellers, events derived from a snapshot.',
    },
    ...refusal,
    others: { type: 'array', items: { type: 'object', properties: refusal } },
  },
};

const answer = {
  type: 'object',
  required: ['accepted', 'duplicate', 'refused', 'verdicts'],
  properties: { accepted: count, duplicate: count, refused: count, verdicts: { type: 'array', items: verdict } },
};

const error = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'retriable'],
      properties: { code: listed(ERROR_MEANINGS), message: string, retriable: { type: 'boolean' } },
    },
  },
};

const json = (schema: object) => ({ 'application/json': { schema } });
const answered = (description: string) => ({ description, content: json({ $ref: '#/components/schemas/Answer' }) });
const failed = (description: string) => ({ description, content: json({ $ref: '#/components/schemas/Error' }) });
const later = (description: string) => ({
  ...failed(description),
  headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } },
});

/** The OpenAPI 3.1 description of intake. */
export function openApi(limits: Limits): object {
  const lines = { schema: string, example: '{"specversion":"1.0",…}\n{"specversion":"1.0",…}' };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Belfry intake',
      version: '1.0',
      description: `Takes events about orders and tickets. Types: ${EVENT_TYPES.join(', ')}.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: {
      '/events': {
        post: {
          summary: 'Send events',
          description:
            'CloudEvents 1.0 over HTTP, structured, batched or binary. A status of 2xx says that the log has what is ' +
            'called accepted or duplicate. Sending the same events again, with the same ids, changes nothing. ' +
            `At most ${limits.eventBytes} bytes an event, ${limits.bodyBytes} bytes and ${limits.eventsPerRequest} events a request.`,
          requestBody: {
            required: true,
            content: {
              'application/cloudevents+json': { schema: event },
              'application/cloudevents-batch+json': { schema: { type: 'array', items: event } },
              'application/json': { schema: { oneOf: [event, { type: 'array', items: event }] } },
              'application/x-ndjson': lines,
            },
          },
          responses: {
            202: answered('Every event is accepted or a duplicate.'),
            207: answered('Some events are refused: the verdicts say which, and what to write instead.'),
            400: {
              description: 'Every event is refused, or the body cannot be taken apart.',
              content: json({
                oneOf: [{ $ref: '#/components/schemas/Answer' }, { $ref: '#/components/schemas/Error' }],
              }),
            },
            413: {
              description: 'The body has too many bytes or events; or every event is too large.',
              content: json({
                oneOf: [{ $ref: '#/components/schemas/Answer' }, { $ref: '#/components/schemas/Error' }],
              }),
            },
            415: failed('The content type is none that intake reads.'),
            429: later('The log is slow: wait, then send the same request again.'),
            500: failed('An error of Belfry.'),
            503: later('The log did not answer, or intake is stopping: wait, then send the same request again.'),
          },
        },
      },
      '/schemas/event.json': {
        get: { summary: 'The JSON Schema of an event', responses: { 200: { description: 'JSON Schema 2020-12' } } },
      },
    },
    components: { schemas: { Answer: answer, Error: error } },
  };
}
