export * from './event.ts';
export * from './record.ts';
export * from './wall-clock.ts';
