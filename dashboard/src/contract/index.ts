export * from './change.ts';
export * from './kpi-api.ts';
export * from './kpi-words.ts';
export * from './messages.ts';
export * from './order.ts';
export * from './picture.ts';
export * from './review-api.ts';
export * from './review-words.ts';
