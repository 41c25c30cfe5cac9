export * from './kpi.ts';
export * from './signal.ts';
export * from './window.ts';
