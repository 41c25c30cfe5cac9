import type { CompiledKpi } from '../../processor/src/domain/policy/compiled.ts';

/** A KPI for tests: promises kept, at least 90 %, over seven days. What a test is about it says itself. */
export const aKpi = (over: Partial<CompiledKpi> = {}): CompiledKpi => ({
  id: 'mall/on-time',
  title: 'On-time delivery',
  subject: 'order',
  population: { kind: 'promise', promise: 'mall/on-time-delivery' },
  counts: { kind: 'kept' },
  good: 'high',
  cohort: { kind: 'due' },
  excludes: [],
  windows: [{ name: '7d', span: { kind: 'days', days: 7, lag: 0 } }],
  rings: ['7d'],
  judged: '7d',
  settles: 0,
  minimumVolume: 10,
  limits: [{ warn: { rate: 0.92 }, block: { rate: 0.9 }, recover: { rate: 0.92 } }],
  provenance: '',
  ...over,
});
