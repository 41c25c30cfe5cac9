import type { LogRecord } from '@belfry/ingest/log';
import * as z from 'zod';
import { policyRecordSchema } from '../domain/policy/policy-record-schema.ts';

/** Why a record that is no event cannot be taken. */
export interface Fault {
  readonly code: 'BAD_TICK' | 'BAD_RELEASE' | 'BAD_POLICY' | 'UNREADABLE';
  readonly reason: string;
}

const STEERING = {
  tick: { code: 'BAD_TICK', schema: z.object({ at: z.int(), by: z.string() }) },
  release: { code: 'BAD_RELEASE', schema: z.object({ importid: z.string() }) },
  policy: { code: 'BAD_POLICY', schema: policyRecordSchema },
} as const;

const UNREADABLE: Fault = {
  code: 'UNREADABLE',
  reason:
    'the log cannot unpack the batch that this is the first record of: its codec is unknown or its bytes are damaged. They ' +
    'are kept here as they came; let its producer send it again, as it is or packed with gzip, snappy, lz4 or zstd',
};

const IN_UNREADABLE: Fault = {
  code: 'UNREADABLE',
  reason: 'stands in a batch that cannot be unpacked; the bytes of all of it are kept at its first offset',
};

/**
 * What is wrong with a tick, a release or a policy, or with what the log could not take apart; undefined if nothing is. Only Belfry writes them; but whatever stands
 * in the log stands there for ever, and a lane that stumbled over it would stumble at every start (law 4).
 */
export function faultOf({ kind, value, partition }: LogRecord): Fault | undefined {
  if (kind === 'unreadable') return value.length > 0 ? UNREADABLE : IN_UNREADABLE;
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
