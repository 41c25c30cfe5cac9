import type * as z from 'zod';
import { packSchema } from './schema/pack-schema.ts';

type Issue = z.core.$ZodIssue;
type Content = Record<string, unknown>;

/** What stands in for a head that does not fit, so that the rest can be read. It is never published. */
const STAND_INS: Content = { pack: 'pack', title: '-', description: '-', effective: '2026-01-01' };

/**
 * What is left of a pack without what does not fit its shape: a promise, a calendar or a KPI with a mistake is taken out
 * whole. So one run names the mistakes of the others too. Undefined if nothing is left to be read.
 */
export function salvage(content: unknown, issues: readonly Issue[]): z.infer<typeof packSchema> | undefined {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined;
  const rest: Content = { ...content };
  for (const { path, code, ...issue } of issues) {
    const [section, entry] = path.map(String);
    if (section === undefined) {
      if (code === 'unrecognized_keys') for (const key of (issue as { keys: string[] }).keys) delete rest[key];
    } else if (Object.hasOwn(STAND_INS, section)) rest[section] = STAND_INS[section];
    else if (entry === undefined) delete rest[section];
    else rest[section] = without(rest[section], entry);
  }
  const read = packSchema.safeParse(rest);
  return read.success ? read.data : undefined;
}

function without(section: unknown, entry: string): unknown {
  if (typeof section !== 'object' || section === null) return section;
  return Object.fromEntries(Object.entries(section).filter(([name]) => name !== entry));
}
