import { describe, expect, it } from 'vitest';
import { LinkLost, Refusal } from '../desk/trouble.ts';
import { createKpiApi } from './kpi-api.ts';

const signal = new AbortController().signal;
const asked: string[] = [];
const answering = (status: number, body: unknown) =>
  createKpiApi(async (url) => {
    asked.push(String(url));
    return typeof body === 'string' ? new Response(body, { status }) : Response.json(body, { status });
  });
const failure = (of: Promise<unknown>): Promise<unknown> =>
  of.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the way to the KPI API', () => {
  it('asks what it was told and nothing that was left open', async () => {
    const api = answering(200, []);
    await api.history({ kpi: 'mall/on-time', partner: 'a&b', from: '2026-10-01', to: null }, signal);
    expect(asked.at(-1)).toBe('/api/kpi/history?kpi=mall%2Fon-time&partner=a%26b&from=2026-10-01');
    await api.partner('Kámen/2', { market: null }, signal);
    expect(asked.at(-1)).toBe('/api/kpi/partners/K%C3%A1men%2F2');
    expect(api.ordersCsv({ kpi: 'k', set: 'kept' })).toBe('/api/kpi/orders.csv?kpi=k&set=kept');
  });

  it('hands on why the server refuses, and what to do', async () => {
    const words = { refused: 'kpi', reason: 'There is no KPI x.', remedy: 'Write one of: y.' };
    expect(await failure(answering(400, words).causes({}, signal))).toMatchObject({
      name: 'Refusal',
      status: 400,
      refused: 'kpi',
      message: 'There is no KPI x.',
      remedy: 'Write one of: y.',
    });
  });

  it.each([
    [502, '<html>Bad gateway</html>', 'The server answered 502.'],
    [200, '<html>Sign in</html>', 'The answer of the server cannot be read.'],
  ])('makes a refusal of what is not Belfry’s answer: %i', async (status, body, reason) => {
    const error = await failure(answering(status, body).callList({}, signal));
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ status, message: reason });
  });

  it('tells a server that is away from one that refuses', async () => {
    const away = createKpiApi(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await failure(away.changes({}, signal))).toBeInstanceOf(LinkLost);
  });

  it('does not take a question that was dropped for a lost link', async () => {
    const dropped = AbortSignal.abort();
    const api = createKpiApi(() => Promise.reject(dropped.reason));
    expect(await failure(api.orders({}, dropped))).not.toBeInstanceOf(LinkLost);
  });

  it.each([
    [{ demo: true }, true],
    [{ ready: true }, false],
  ])('takes it for the demo only where the server says so: %o', async (health, demo) => {
    expect(await answering(200, health).demo(signal)).toBe(demo);
  });
});
