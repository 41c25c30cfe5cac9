import type { EventLog, LaneReader, LogName } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';

/** The log, which notes when lanes are given to a reader and when that has taken them over; ms UTC. */
export function watchedLog(log: EventLog) {
  const assigned = new Map<LogName, number[]>();
  const restored = new Map<string, number>();
  let waiting: { readonly lanes: number; readonly resolve: () => void } | undefined;
  let cpuAtFirst: NodeJS.CpuUsage | undefined;
  const watched = (name: LogName, reader: LaneReader): LaneReader => ({
    assigned: async (partition) => {
      cpuAtFirst ??= process.cpuUsage();
      assigned.set(name, [...(assigned.get(name) ?? []), Date.now()]);
      const from = await reader.assigned(partition);
      restored.set(`${name}/${partition}`, Date.now());
      if (waiting !== undefined && restored.size >= waiting.lanes) waiting.resolve();
      return from;
    },
    received: (...told) => reader.received(...told),
    passed: (...told) => reader.passed?.(...told),
    revoked: (...told) => reader.revoked(...told),
    failed: (error) => reader.failed(error),
  });
  return {
    assigned,
    restored,
    get cpuAtFirst() {
      return cpuAtFirst;
    },
    /** Resolves once so many lanes, of whichever log, have been taken over. */
    taken: (lanes: number) => new Promise<void>((resolve) => (waiting = { lanes, resolve })),
    log: {
      ensure: (specs) => log.ensure(specs),
      partitions: (name) => log.partitions(name),
      append: (...told) => log.append(...told),
      bounds: (...asked) => log.bounds(...asked),
      // The lane of a hook is none of the three folds'.
      subscribe: (options) =>
        log.subscribe(
          options.log === 'deliveries' ? options : { ...options, reader: watched(options.log, options.reader) },
        ),
      close: () => log.close(),
    } satisfies EventLog,
  };
}

/** The tables, which note how long the first bytes of each stream took, and how long all of them until they were read. */
export function watchedSql(sql: Sql) {
  const read: { askMs: number; readMs: number }[] = [];
  return {
    read,
    sql: {
      database: sql.database,
      query: (...asked) => sql.query(...asked),
      async stream(...asked) {
        const begun = performance.now();
        return timed(await sql.stream(...asked), begun, read);
      },
      command: (...told) => sql.command(...told),
      insert: (...told) => sql.insert(...told),
      ready: (within) => sql.ready(within),
      close: () => sql.close(),
    } satisfies Sql,
  };
}

async function* timed(chunks: AsyncIterable<Buffer>, begun: number, read: { askMs: number; readMs: number }[]) {
  let first: number | undefined;
  for await (const chunk of chunks) {
    first ??= performance.now();
    yield chunk;
  }
  const end = performance.now();
  read.push({ askMs: (first ?? end) - begun, readMs: end - (first ?? end) });
}
