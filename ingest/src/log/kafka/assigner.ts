import kafkajs, { type PartitionAssigner } from 'kafkajs';
import { shareOut } from '../sticky.ts';

/** What a member tells its group's leader when it joins. */
interface Claim {
  readonly owned: readonly number[];
  /** When it got them, ms UTC: of two that claim a partition, the later one has it. */
  readonly since: number;
}

const { MemberMetadata, MemberAssignment } = kafkajs.AssignerProtocol;
const NAME = 'BelfrySticky';
const VERSION = 0;

/**
 * Assigns the partitions of one topic so that a lane stays with the member that has its state in memory. kafkajs's own
 * assigner deals them out anew at each join, and every lane that moves must be loaded.
 *
 * @param claim what this member has now.
 */
export function stickyAssigner(topic: string, claim: () => Claim): PartitionAssigner {
  return ({ cluster }) => ({
    name: NAME,
    version: VERSION,
    protocol: ({ topics }) => ({
      name: NAME,
      metadata: MemberMetadata.encode({ version: VERSION, topics, userData: Buffer.from(JSON.stringify(claim())) }),
    }),
    async assign({ members }) {
      const claims = members.map(({ memberId, memberMetadata }) => ({ id: memberId, ...claimIn(memberMetadata) }));
      claims.sort((a, b) => b.since - a.since || (a.id < b.id ? -1 : 1));
      const shares = shareOut(cluster.findTopicPartitionMetadata(topic).length, claims);
      return claims.map(({ id }) => ({
        memberId: id,
        memberAssignment: MemberAssignment.encode({
          version: VERSION,
          assignment: { [topic]: shares.get(id)! },
          userData: Buffer.alloc(0),
        }),
      }));
    },
  });
}

function claimIn(metadata: Buffer): Claim {
  try {
    const { owned, since } = JSON.parse(MemberMetadata.decode(metadata)!.userData.toString()) as Partial<Claim>;
    return { owned: Array.isArray(owned) ? owned : [], since: Number(since) || 0 };
  } catch {
    // Another client in our group, or another version of us: it has no claim, and still gets its share.
    return { owned: [], since: 0 };
  }
}
