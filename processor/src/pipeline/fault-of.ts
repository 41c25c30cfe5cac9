import type { LogRecord } from '@belfry/ingest/log';
import * as z from 'zod';
import { policyRecordSchema } from '../domain/policy/policy-record-schema.ts';

/** Why a record that steers a lane cannot be taken. */
export interface Fault {
  readonly code: 'BAD_TICK' | 'BAD_RELEASE' | 'BAD_POLICY';
  readonly reason: string;
}

const STEERING = {
  tick: { code: 'BAD_TICK', schema: z.object({ at: z.int(), by: z.string() }) },
  release: { code: 'BAD_RELEASE', schema: z.object({ importid: z.string() }) },
  policy: { code: 'BAD_POLICY', schema: policyRecordSchema },
} as const;

/**
 * What is wrong with a tick, a release or a policy, undefined if nothing is. Only Belfry writes them; but whatever stands
 * in the log stands there for ever, and a lane that stumbled over it would stumble at every start (law 4).
 */
export function faultOf({ kind, value, partition }: LogRecord): Fault | undefined {
  if (kind !== 'tick' && kind !== 'release' && kind !== 'policy') return undefined;
  const { code, schema } = STEERING[kind];
  let read: ReturnType<typeof schema.safeParse>;
  try {
    read = schema.safeParse(JSON.parse(value.toString('utf8')));
  } catch {
    return { code, reason: `a ${kind} is JSON, and this is not, or too deep to be read` };
  }
  if (!read.success) {
    const { path, message } = read.error.issues[0]!;
    return { code, reason: `${path.join('.') || `the ${kind}`}: ${message}`.slice(0, 500) };
  }
  if ('number' in read.data && read.data.number === null && partition !== 0) {
    return { code, reason: 'number: only on partition 0 a policy gets its number from its offset' };
  }
  return undefined;
}
