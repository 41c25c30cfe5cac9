import { Hono } from 'hono';
import { answer } from '../answer.ts';
import { readInstant } from '../instant.ts';
import type { PolicyShelf } from '../policy-shelf.ts';
import { RefusedError } from '../refusal.ts';
import { deadline } from './deadline.ts';
import { readData } from './read-data.ts';

/**
 * `GET /api/deadline?promise=oto/ticket-resolution&start=2026-11-26T17:30%2B03:00&category=account`: when that would be due. Every
 * other parameter is data of the subject.
 */
export function deadlineRoutes(shelf: PolicyShelf): Hono {
  const app = new Hono();
  app.get('/api/deadline', (c) =>
    answer(c, async () => {
      const { promise, start, ...data } = c.req.query();
      if (promise === undefined || promise === '') throw missing('promise', 'oto/ticket-resolution');
      if (start === undefined || start === '') throw missing('start', '2026-11-26T17:30+03:00');
      const packs = await shelf.all();
      return deadline(packs, {
        promise,
        start: readInstant('start', start),
        data: readData(Object.entries(data), packs),
      });
    }),
  );
  return app;
}

const missing = (name: string, example: string): RefusedError =>
  new RefusedError(400, name, `It is not said which ${name} is meant.`, `Write for instance ${name}=${example}.`);
