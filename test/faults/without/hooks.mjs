/**
 * Takes one part out of the product by loading another module in its place, in a process that the harness starts with
 * BELFRY_WITHOUT. Nothing in the product knows of it. A table that stays green without its parts has shown nothing.
 */
const REPLACED = {
  // The check for events that were taken before.
  duplicates: { module: '/processor/src/domain/clock/facts/is-repeated.ts', by: './is-repeated.ts' },
  // A commit's wait until what was published is acknowledged.
  wait: { module: '/processor/src/pipeline/publisher.ts', by: './publisher.ts' },
  // Intake's wait until the log has what it calls accepted.
  acknowledgement: { module: '/ingest/src/sources/http/append-queue.ts', by: './append-queue.ts' },
  // The fourth, `fence`, is no module: it is taken out of the room's tables (fence.ts).
};

const taken = REPLACED[process.env.BELFRY_WITHOUT];

export async function resolve(specifier, context, nextResolve) {
  const resolved = await nextResolve(specifier, context);
  const url = resolved.url.split('?')[0];
  if (taken === undefined || !url.endsWith(taken.module)) return resolved;
  // The replacement itself may import what it replaces.
  if (context.parentURL?.includes('/faults/without/')) return resolved;
  return { ...resolved, url: new URL(taken.by, import.meta.url).href, shortCircuit: true };
}
