import { z } from '@hono/zod-openapi';

/** How the routes behind the pages are described: an answer with its shape, and the ways in which Belfry refuses. */

export const answered = <Shape extends z.ZodType>(schema: Shape, description: string) => ({
  content: { 'application/json': { schema } },
  description,
});

const refusal = z
  .object({ refused: z.string(), reason: z.string(), remedy: z.string() })
  .openapi('Refusal', { description: 'What is wrong, and what to write instead.' });

export const refused = (description: string) => answered(refusal, description);

export const json = <Shape extends z.ZodType>(schema: Shape, description: string) =>
  ({
    200: answered(schema, description),
    400: refused('A parameter is wrong.'),
    503: refused('ClickHouse, or the processor, does not answer.'),
  }) as const;

export const list = <Shape extends z.ZodType>(shape: Shape) => z.array(shape).readonly();
export const text = z.string();
export const count = z.int();
export const instant = z.int().openapi({ description: 'ms UTC' });
export const length = z.int().openapi({ description: 'ms' });

/** A parameter that may be left out; empty it says nothing. */
export const given = (description: string, example: string) =>
  z.string().min(1).optional().openapi({ description, example });

/** A parameter that may be left out, and that means something when it is empty. */
export const givenOrEmpty = (description: string, example: string) =>
  z.string().optional().openapi({ description, example });

export const limit = given('Rows a page, 500 at most. Default: 100.', '100');
