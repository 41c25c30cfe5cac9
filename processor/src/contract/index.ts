export * from './backtest.ts';
export * from './deadline.ts';
export * from './delivery.ts';
export * from './explanation.ts';
export * from './kpi.ts';
export * from './policy.ts';
export * from './signal.ts';
export * from './window.ts';
