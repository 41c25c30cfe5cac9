import { createRoute, type z } from '@hono/zod-openapi';
import { auditQuery, idParam, incidentsQuery, noParameters, previewBody, sayHeaders } from './parameters.ts';
import * as shapes from './schemas.ts';

/** The routes of the people's API as OpenAPI describes them. */

const answered = <Shape extends z.ZodType>(schema: Shape, description: string) => ({
  content: { 'application/json': { schema } },
  description,
});
const refused = (description: string) => answered(shapes.refusal, description);
const wrong = refused('What was sent is wrong.');
const away = refused('ClickHouse does not answer.');

const json = <Shape extends z.ZodType>(schema: Shape, description: string) =>
  ({ 200: answered(schema, description), 400: wrong, 503: away }) as const;

const body = <Shape extends z.ZodType>(schema: Shape) =>
  ({ content: { 'application/json': { schema } }, required: true }) as const;

export const incidentsRoute = createRoute({
  method: 'get',
  path: '/api/incidents',
  request: { query: incidentsQuery },
  responses: json(shapes.incidentListAnswer, 'Open ones worst first, behind them resolved ones newest first.'),
});

export const incidentRoute = createRoute({
  method: 'get',
  path: '/api/incidents/{id}',
  request: { params: idParam, query: noParameters },
  responses: {
    200: answered(shapes.incidentAnswer, 'What it consists of, and what people said about it.'),
    400: wrong,
    404: refused('There is no such incident.'),
    503: away,
  },
});

export const auditRoute = createRoute({
  method: 'get',
  path: '/api/audit',
  request: { query: auditQuery },
  responses: json(shapes.auditAnswer, 'What people said, newest first.'),
});

export const notesRoute = createRoute({
  method: 'get',
  path: '/api/partners/{id}/notes',
  request: { params: idParam, query: noParameters },
  responses: json(shapes.notesAnswer, 'What was noted of a partner, newest first, and when it is to be called next.'),
});

export const silencesRoute = createRoute({
  method: 'get',
  path: '/api/silences',
  request: { query: noParameters },
  responses: json(shapes.silencesAnswer, 'Those in force and those that ended within the last day, newest first.'),
});

export const previewRoute = createRoute({
  method: 'post',
  path: '/api/silences/preview',
  request: { body: body(previewBody) },
  responses: json(shapes.previewAnswer, 'What a silence with this matcher would hide now.'),
});

export const sayRoute = createRoute({
  method: 'post',
  path: '/api/say',
  request: { headers: sayHeaders, body: body(shapes.saying) },
  responses: {
    202: answered(shapes.sayingTaken, 'The log has it.'),
    400: wrong,
    413: refused('It is larger than anything that a person says.'),
    415: refused('It is not sent as application/json.'),
    503: refused('The log does not take it: try again in Retry-After seconds.'),
  },
});
