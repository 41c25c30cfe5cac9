import { LogError, type LogName, type SubscribeOptions, type Subscription } from '../../ingest/src/log/event-log.ts';
import type { MemoryPartition } from './memory-log.ts';

/** The reading half of the memory log: who owns which partition, and how far each reader has been handed records. */
export interface MemorySubscriptions {
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  appended(log: LogName, partition: number): void;
  committed(group: string, log: LogName, partition: number): number | undefined;
  delivered(): Promise<void>;
  close(): Promise<void>;
}

/** One partition in the hands of one reader. */
interface OwnedLane {
  readonly member: Member;
  readonly partition: number;
  /** The offset to hand over next; undefined until the reader's `assigned` has answered. */
  next: number | undefined;
  paused: boolean;
  gone: boolean;
  scheduled: boolean;
  loading: Promise<void>;
}

interface Member {
  readonly options: SubscribeOptions;
  readonly lanes: Map<number, OwnedLane>;
  stopped: boolean;
}

export function createSubscriptions(deps: {
  readonly partitions: (log: LogName) => readonly MemoryPartition[];
  readonly fetchRecords: number;
}): MemorySubscriptions {
  const members = new Set<Member>();
  const commits = new Map<string, number>();
  const watchers: (() => void)[] = [];
  /** Rebalances run one after the other, as they do under a group coordinator. */
  let rebalancing: Promise<void> = Promise.resolve();
  let rebalances = 0;

  const high = (log: LogName, partition: number): number => {
    const lane = deps.partitions(log)[partition]!;
    return lane.low + lane.records.length;
  };
  const isDelivered = (lane: OwnedLane): boolean =>
    lane.gone || lane.paused || (lane.next !== undefined && lane.next >= high(lane.member.options.log, lane.partition));
  const allDelivered = (): boolean =>
    rebalances === 0 && [...members].every((member) => [...member.lanes.values()].every(isDelivered));
  const settle = (): void => {
    if (allDelivered()) for (const go of watchers.splice(0)) go();
  };

  function fail(member: Member, error: LogError): void {
    if (member.stopped) return;
    leave(member);
    member.options.reader.failed(error);
  }

  /** Takes a member out without calling its reader again. */
  function leave(member: Member): void {
    member.stopped = true;
    for (const lane of member.lanes.values()) lane.gone = true;
    member.lanes.clear();
    members.delete(member);
    if (member.options.group !== undefined) rebalance(member.options.log, member.options.group);
    settle();
  }

  /** A turn of the event loop lies between an append and its delivery, as between two processes. */
  function schedule(lane: OwnedLane): void {
    if (lane.scheduled || lane.gone || lane.paused || lane.next === undefined) return;
    lane.scheduled = true;
    setImmediate(() => {
      lane.scheduled = false;
      deliver(lane);
      settle();
    });
  }

  function deliver(lane: OwnedLane): void {
    if (lane.gone || lane.paused || lane.next === undefined) return;
    const { log, reader } = lane.member.options;
    const { low, records } = deps.partitions(log)[lane.partition]!;
    const end = low + records.length;
    if (lane.next < low || lane.next > end) {
      const message = `partition ${lane.partition} of "${log}" holds ${low} to ${end}, asked for ${lane.next}`;
      fail(lane.member, new LogError('LOG_OFFSET_GONE', message));
      return;
    }
    const batch = records.slice(lane.next - low, lane.next - low + deps.fetchRecords);
    if (batch.length === 0) return;
    lane.next += batch.length;
    reader.received(lane.partition, batch, end);
    schedule(lane);
  }

  function assign(member: Member, partition: number): void {
    const lane: OwnedLane = {
      member,
      partition,
      next: undefined,
      paused: false,
      gone: false,
      scheduled: false,
      loading: Promise.resolve(),
    };
    member.lanes.set(partition, lane);
    lane.loading = (async () => {
      try {
        const offset = await member.options.reader.assigned(partition);
        if (lane.gone) return;
        lane.next = offset;
        schedule(lane);
      } catch (cause) {
        if (!lane.gone)
          fail(member, new LogError('LOG_SESSION_LOST', `the reader refused partition ${partition}`, { cause }));
      }
      settle();
    })();
  }

  async function revoke(lane: OwnedLane): Promise<void> {
    lane.gone = true;
    await lane.loading;
    lane.member.lanes.delete(lane.partition);
    if (!lane.member.stopped) lane.member.options.reader.revoked(lane.partition);
  }

  function rebalance(log: LogName, group: string): void {
    rebalances += 1;
    rebalancing = rebalancing.then(async () => {
      const group_ = [...members].filter((m) => m.options.log === log && m.options.group === group);
      const owner = (partition: number): Member | undefined => group_[partition % group_.length];
      for (const member of group_)
        for (const lane of [...member.lanes.values()]) if (owner(lane.partition) !== member) await revoke(lane);
      deps.partitions(log).forEach((_, partition) => {
        const member = owner(partition);
        if (member && !member.stopped && !member.lanes.has(partition)) assign(member, partition);
      });
      rebalances -= 1;
      settle();
    });
  }

  return {
    async subscribe(options) {
      const partitions = deps.partitions(options.log);
      const member: Member = { options, lanes: new Map(), stopped: false };
      members.add(member);
      if (options.group === undefined) partitions.forEach((_, partition) => void assign(member, partition));
      else rebalance(options.log, options.group);
      await rebalancing;
      return {
        pause(partition) {
          const lane = member.lanes.get(partition);
          if (lane) lane.paused = true;
          settle();
        },
        resume(partition) {
          const lane = member.lanes.get(partition);
          if (!lane) return;
          lane.paused = false;
          schedule(lane);
        },
        commit(partition, nextOffset) {
          if (options.group !== undefined) commits.set(`${options.group} ${options.log} ${partition}`, nextOffset);
          return Promise.resolve();
        },
        async stop() {
          if (member.stopped) return;
          const loading = [...member.lanes.values()].map((lane) => lane.loading);
          leave(member);
          await Promise.all(loading);
        },
      };
    },
    appended(log, partition) {
      for (const member of members) {
        const lane = member.options.log === log ? member.lanes.get(partition) : undefined;
        if (lane) schedule(lane);
      }
    },
    committed: (group, log, partition) => commits.get(`${group} ${log} ${partition}`),
    delivered: () => (allDelivered() ? Promise.resolve() : new Promise((resolve) => watchers.push(resolve))),
    async close() {
      for (const member of [...members]) leave(member);
      await rebalancing;
    },
  };
}
