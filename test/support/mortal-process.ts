import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog, LaneReader, Subscription } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';

/** What a process has to do with the world: its log, its tables and its clock. */
export interface Belongings {
  readonly log: EventLog;
  readonly sql: Sql;
  readonly wallClock: WallClock;
}

/**
 * A process within the test's own that may lose its power at any moment. From then on nothing that it began is answered,
 * nothing that it asks for leaves it, no timer of its wakes and the log hands it nothing more; but what it had sent before
 * may still arrive, as with any machine that dies.
 */
export function mortalProcess({ log, sql, wallClock }: Belongings): Belongings & { readonly die: () => void } {
  let dead = false;
  const subscriptions: Subscription[] = [];
  const never = new Promise<never>(() => undefined);
  const whileAlive = async <T>(work: () => Promise<T>): Promise<T> => {
    if (dead) return await never;
    const answer = await work();
    return dead ? await never : answer;
  };
  const deaf = (reader: LaneReader): LaneReader => ({
    assigned: (partition) => whileAlive(() => reader.assigned(partition)),
    received: (...told) => (dead ? undefined : reader.received(...told)),
    passed: (...told) => (dead ? undefined : reader.passed?.(...told)),
    revoked: (...told) => (dead ? undefined : reader.revoked(...told)),
    failed: (error) => (dead ? undefined : reader.failed(error)),
  });
  return {
    log: {
      ensure: (specs) => whileAlive(() => log.ensure(specs)),
      partitions: (name) => log.partitions(name),
      append: (...told) => whileAlive(() => log.append(...told)),
      bounds: (...asked) => whileAlive(() => log.bounds(...asked)),
      subscribe: (options) =>
        whileAlive(async () => {
          const subscription = await log.subscribe({ ...options, reader: deaf(options.reader) });
          subscriptions.push(subscription);
          return subscription;
        }),
      close: () => Promise.resolve(),
    },
    sql: new Proxy(sql, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== 'function') return member;
        return (...told: unknown[]) => whileAlive(async () => (await member.apply(target, told)) as unknown);
      },
    }),
    wallClock: {
      now: () => wallClock.now(),
      after: (delayMs, call) => wallClock.after(delayMs, () => (dead ? undefined : call())),
    },
    die() {
      dead = true;
      for (const subscription of subscriptions) void subscription.stop();
    },
  };
}
