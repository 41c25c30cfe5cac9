import { createHash } from 'node:crypto';

/**
 * The name of a signal: the same whoever computes it, in whatever run (DESIGN, Ids). Cryptographic, so that nobody who
 * chooses order numbers can make one subject's signal pass for another's.
 */
export const signalId = (subject: string, promise: string, cycle: number, step: string, revision: number): string =>
  `sig_${createHash('sha256')
    .update(JSON.stringify([subject, promise, cycle, step, revision]))
    .digest('hex')
    .slice(0, 32)}`;
