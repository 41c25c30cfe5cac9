import { shareOut } from '../sticky.ts';
import type { LaneFeed } from './lane-feed.ts';

/** One subscription as its group sees it. */
export interface GroupMember {
  readonly id: string;
  /** The partitions that it has now. */
  readonly feeds: Map<number, LaneFeed>;
  take(partition: number): LaneFeed;
  revoked(partition: number): void;
}

export interface Group {
  join(member: GroupMember): Promise<void>;
  /** Resolves once the member is called no more and its partitions are with others. */
  leave(member: GroupMember): Promise<void>;
}

/**
 * Shares the partitions of one log between members in this process. Changes run one after the other: a partition is
 * given on only when its owner has let go of it, so that each lane's records reach one member at a time, in order.
 */
export function createGroup(partitions: number): Group {
  let members: GroupMember[] = [];
  let change: Promise<void> = Promise.resolve();

  const rebalance = async (): Promise<void> => {
    const shares = shareOut(
      partitions,
      members.map(({ id, feeds }) => ({ id, owned: [...feeds.keys()] })),
    );
    const present = [...members];
    await Promise.all(
      present.map(async (member) => {
        const keeps = new Set(shares.get(member.id));
        for (const [partition, feed] of [...member.feeds]) {
          if (keeps.has(partition)) continue;
          await feed.end();
          member.feeds.delete(partition);
          if (members.includes(member)) member.revoked(partition);
        }
      }),
    );
    for (const member of present) {
      if (!members.includes(member)) continue; // It left meanwhile; its own change follows.
      for (const partition of shares.get(member.id) ?? [])
        if (!member.feeds.has(partition)) member.feeds.set(partition, member.take(partition));
    }
  };

  return {
    join(member) {
      change = change.then(() => {
        members = [...members, member];
        return rebalance();
      });
      return change;
    },
    leave(member) {
      members = members.filter((other) => other !== member);
      const ended = Promise.all([...member.feeds.values()].map((feed) => feed.end()));
      change = change.then(async () => {
        await ended;
        member.feeds.clear();
        await rebalance();
      });
      return change;
    },
  };
}
