import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ImportUnfinished, KpiSignal } from './signal.ts';
import { signalJsonSchema, signalSchema } from './signal-schema.ts';

const kpi: KpiSignal = {
  id: 'sig_1',
  kind: 'recovered',
  kpi: 'mall/on-time',
  title: 'On time',
  partner: 'noor',
  market: 'sa',
  window: '7d',
  from: 19_994,
  day: 20_000,
  revision: 0,
  num: 48,
  den: 50,
  good: 'high',
  limit: 0.95,
  failures: null,
  headroom: 0,
  burn: null,
  horizon: 1,
  quiet: false,
  lane: 0,
  offset: 3,
  k: 0,
};

const notice: ImportUnfinished = {
  id: 'sig_2',
  kind: 'import-unfinished',
  about: 'import/i',
  title: 'An import was not finished',
  reason: 'finish it',
  importid: 'i',
  since: 1,
  at: 2,
  horizon: 3,
  quiet: false,
  lane: 0,
  offset: 3,
  k: 0,
};

describe('the schema of a signal', () => {
  it('takes a signal and names what is wrong with another', () => {
    expect(signalSchema.safeParse(kpi).success).toBe(true);
    expect(signalSchema.safeParse({ ...kpi, kind: 'breached' }).success).toBe(false);
    expect(signalSchema.safeParse({ ...kpi, num: 0.5 }).success).toBe(false);
    expect(signalSchema.safeParse(notice).success).toBe(true);
    expect(signalSchema.safeParse({ ...notice, kind: 'calendar-ends' }).success).toBe(false);
  });

  it('is published as JSON Schema; write the file anew when this fails', () => {
    const published = JSON.parse(readFileSync(new URL('./signal.schema.json', import.meta.url), 'utf8')) as unknown;
    expect(published).toEqual(signalJsonSchema());
  });
});
