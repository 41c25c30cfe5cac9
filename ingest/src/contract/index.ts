export * from './event.ts';
export * from './match-fields.ts';
export * from './nearest-type.ts';
export * from './nearest-word.ts';
export * from './record.ts';
export * from './verdict.ts';
export * from './wall-clock.ts';
