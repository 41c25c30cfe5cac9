import { expect, test } from 'vitest';
import { readPolicy } from './read-policy.ts';

test('a policy that an earlier Belfry compiled is read as it is compiled today', () => {
  const kpi = {
    id: 'mall/tracking-rate',
    title: 'Tracking rate',
    counts: { kind: 'tracked', reached: ['order.shipped'] },
    window: { name: '7d', days: 7 },
    warn: 0.9,
    block: 0.9,
    minimumVolume: 10,
    provenance: '',
  };
  const body = JSON.stringify({
    hash: 'h',
    number: 3,
    source: '',
    compiled: { pack: 'mall', promises: [], kpis: [kpi] },
  });
  const policy = readPolicy(body);
  expect(policy.compiled.kpis[0]).toMatchObject({
    population: { kind: 'reached', reached: { on: ['order.shipped'] } },
    counts: { kind: 'tracked' },
    windows: [{ name: '7d', span: { kind: 'days', days: 7, lag: 0 } }],
  });
  expect(readPolicy(Buffer.from(body))).toBe(policy);
});
