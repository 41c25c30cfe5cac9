import { hash } from 'node:crypto';

/**
 * The name of a signal: the same whoever computes it, in whatever run (DESIGN, Ids). Cryptographic, so that nobody who
 * chooses order numbers can make one subject's signal pass for another's. In one call, since a storm names a hundred thousand.
 */
export const signalId = (subject: string, promise: string, cycle: number, step: string, revision: number): string =>
  `sig_${hash('sha256', JSON.stringify([subject, promise, cycle, step, revision])).slice(0, 32)}`;
