export * from './kpi.ts';
export * from './signal.ts';
