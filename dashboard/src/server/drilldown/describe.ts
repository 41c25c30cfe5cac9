import { createRoute, z as schema } from '@hono/zod-openapi';
import {
  callQuery,
  changesQuery,
  csvQuery,
  historyQuery,
  numberQuery,
  ordersQuery,
  partnerQuery,
  standingsQuery,
} from './parameters.ts';
import * as shapes from './schemas.ts';

/** The routes of the KPI API as OpenAPI describes them. */

const refused = (description: string) => ({ content: { 'application/json': { schema: shapes.refusal } }, description });

const failures = {
  400: refused('A parameter is wrong.'),
  404: refused('There is no such KPI or partner.'),
  503: refused('ClickHouse does not answer.'),
} as const;

const json = <Shape extends schema.ZodType>(shape: Shape, description: string) =>
  ({ 200: { content: { 'application/json': { schema: shape } }, description }, ...failures }) as const;

export const standingsRoute = createRoute({
  method: 'get',
  path: '/api/kpi/standings',
  request: { query: standingsQuery },
  responses: json(schema.array(shapes.standing), 'One window of each KPI, the whole first.'),
});

export const callRoute = createRoute({
  method: 'get',
  path: '/api/kpi/partners',
  request: { query: callQuery },
  responses: json(schema.array(shapes.callAnswer), 'The partners, whom to call first.'),
});

export const partnerRoute = createRoute({
  method: 'get',
  path: '/api/kpi/partners/{partner}',
  request: { params: schema.object({ partner: schema.string() }), query: partnerQuery },
  responses: json(shapes.partnerAnswer, "A partner's page."),
});

export const historyRoute = createRoute({
  method: 'get',
  path: '/api/kpi/history',
  request: { query: historyQuery },
  responses: json(schema.array(shapes.dayAnswer), 'Cohort days, oldest first.'),
});

export const ordersRoute = createRoute({
  method: 'get',
  path: '/api/kpi/orders',
  request: { query: ordersQuery },
  responses: json(shapes.ordersAnswer, 'The subjects behind a number, a page at a time.'),
});

export const csvRoute = createRoute({
  method: 'get',
  path: '/api/kpi/orders.csv',
  request: { query: csvQuery },
  responses: {
    200: {
      content: { 'text/csv': { schema: schema.string() } },
      description: 'All pages of the same rows; the header Belfry-Total says how many.',
    },
    ...failures,
  },
});

export const causesRoute = createRoute({
  method: 'get',
  path: '/api/kpi/causes',
  request: { query: numberQuery },
  responses: json(shapes.causesAnswer, 'What those that fail have in common.'),
});

export const changesRoute = createRoute({
  method: 'get',
  path: '/api/kpi/changes',
  request: { query: changesQuery },
  responses: json(shapes.changesAnswer, 'What moved a number: before plus the parts is after.'),
});

export const exclusionsRoute = createRoute({
  method: 'get',
  path: '/api/kpi/exclusions',
  request: { query: numberQuery },
  responses: json(shapes.exclusionsAnswer, 'Who has left the population, why, and on whose word.'),
});

export const timingRoute = createRoute({
  method: 'get',
  path: '/api/kpi/timing',
  request: { query: numberQuery },
  responses: json(shapes.timingAnswer, 'How late, or how soon.'),
});
