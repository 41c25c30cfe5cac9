import { createHash } from 'node:crypto';
import type { PolicyRecord } from '../domain/policy/compiled.ts';
import { packOfToday } from '../domain/policy/earlier-kpi.ts';

/** By what was read: the policy that was made of it, as long as a lane has it. */
const known = new Map<string, WeakRef<PolicyRecord>>();

/**
 * Reads a policy as it stands in the log or in its table. Every lane of both folds reads the same bytes, and calendars
 * compiled for decades are large: the same bytes give the same object, so that a process has each policy once, and so do
 * the indexes that are built of its calendars. Nobody may change it. What an earlier version of Belfry compiled is told as it
 * is compiled today.
 */
export function readPolicy(value: Buffer | string): PolicyRecord {
  const name = createHash('sha256').update(value).digest('base64');
  const before = known.get(name)?.deref();
  if (before !== undefined) return before;
  const record = JSON.parse(value.toString()) as PolicyRecord;
  const policy = { ...record, compiled: packOfToday(record.compiled) };
  known.set(name, new WeakRef(policy));
  return policy;
}
