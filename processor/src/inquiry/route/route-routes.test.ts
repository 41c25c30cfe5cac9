import { describe, expect, it } from 'vitest';
import { aHook, aRoute, aRouting } from '../../../../test/support/a-routing.ts';
import { aClockSignal } from '../../../../test/support/a-signal.ts';
import { createFakeWallClock } from '../../../../test/support/fake-wall-clock.ts';
import type { RouteAnswer, Signal } from '../../contract/index.ts';
import { routeRoutes } from './route-routes.ts';
import { routeInWords } from './route-words.ts';

const at = (iso: string): number => Date.parse(iso);
const office = {
  name: 'office',
  zone: 'UTC',
  offsets: [0, 0],
  spans: [at('2026-11-26T09:00Z') / 60_000, at('2026-11-26T18:00Z') / 60_000],
  dayMinutes: 540,
  from: at('2026-11-23T00:00Z'),
  until: at('2026-11-30T00:00Z'),
};
const routing = aRouting({
  hooks: [aHook(), aHook({ name: 'night' }), aHook({ name: 'director' })],
  routes: [
    aRoute({ name: 'smsa', line: 8, when: { carrier: 'smsa' } }),
    aRoute({ name: 'at night', line: 11, to: ['night'], during: { calendar: 'office', within: false } }),
    aRoute({ name: 'everything else', line: 14 }),
  ],
  calendars: { office },
});
const app = routeRoutes({ routing, wallClock: createFakeWallClock(at('2026-11-26T12:00Z')) });
const post = (body: string, query = ''): Promise<Response> =>
  Promise.resolve(app.request(`/api/route${query}`, { method: 'POST', body }));
const ask = async (signal: Signal, query = ''): Promise<RouteAnswer> =>
  (await (await post(JSON.stringify(signal), query)).json()) as RouteAnswer;

describe('POST /api/route', () => {
  it('says who would be told now, by which route, and why not by the others', async () => {
    expect(await ask(aClockSignal())).toEqual({
      told: [{ hook: 'ops', route: 'everything else', line: 14, why: 'it takes everything' }],
      trail: [
        { route: 'smsa', line: 8, fits: false, why: 'carrier is aramex, not smsa' },
        { route: 'at night', line: 11, fits: false, why: '2026-11-26T12:00:00.000Z is during office' },
        { route: 'everything else', line: 14, fits: true, why: 'it takes everything' },
      ],
    });
  });

  it('or at another instant', async () => {
    const { told } = await ask(aClockSignal(), '?at=2026-11-26T22:00%2B03:00');
    expect(told.map(({ hook }) => hook)).toEqual(['night']);
    expect((await post(JSON.stringify(aClockSignal()), '?at=tonight')).status).toBe(400);
  });

  it('names hooks that a step of a ladder tells besides', async () => {
    const { told } = await ask(aClockSignal({ kind: 'escalated', tell: ['hook/director', 'hook/unknown'] }));
    expect(told.map(({ hook, route, line }) => [hook, route, line])).toEqual([
      ['ops', 'everything else', 14],
      ['director', 'ladder', 0],
    ]);
  });

  it('says of an end and of history that nobody is asked, and why', async () => {
    expect(await ask(aClockSignal({ kind: 'retracted' }))).toMatchObject({
      told: [],
      note: expect.stringContaining('an end'),
      trail: [],
    });
    const quiet = await ask(aClockSignal({ quiet: true }));
    expect([quiet.told, quiet.note, quiet.trail.length]).toEqual([[], expect.stringContaining('history'), 3]);
  });

  it('refuses what is no signal with what is wrong, and what is too large', async () => {
    const response = await post('{ "kind": "breach" }');
    expect([response.status, await response.json()]).toEqual([
      400,
      { refused: 'signal', reason: 'Its kind is "breach", which no signal is.', remedy: 'Write "breached".' },
    ]);
    expect((await post('')).status).toBe(400);
    expect((await post(' '.repeat(300 * 1024))).status).toBe(413);
  });
});

it('an answer in words is who is told, and the way there', async () => {
  const signal = aClockSignal({ kind: 'escalated', tell: ['hook/director'] });
  expect(routeInWords(signal, await ask(signal))).toEqual([
    'escalated  oto/pickup  order/8812  (critical)',
    '',
    '-> ops  by "everything else", line 14: it takes everything',
    "-> director  a step of the policy's ladder names it (tell: director)",
    '',
    'The routes that were asked, in order:',
    '- line 8 "smsa": carrier is aramex, not smsa',
    '- line 11 "at night": 2026-11-26T12:00:00.000Z is during office',
    '+ line 14 "everything else": it takes everything',
  ]);
  expect(routeInWords(signal, { told: [], trail: [] })).toContain('Nobody is told.');
});
