import type { Delivery } from '../contract/delivery.ts';
import { isSettled } from '../contract/delivery.ts';

/** More groups than a hook ever has open at once; the oldest are forgotten first. */
const MOST_GROUPS = 20_000;
/** A checkpoint holds no more of them than fit into a record, in characters, the newest. */
const MOST_WRITTEN = 200_000;

/**
 * What is to be known of the groups that are open at one hook: a resolve never goes where no trigger was delivered, and
 * what went to the fallback once is followed there to its end. Part of the fold over `deliveries`.
 */
export class OpenGroups {
  private readonly told = new Set<string>();
  private readonly handedOn = new Set<string>();

  take(delivery: Delivery): void {
    const { group, action, outcome } = delivery;
    if (action === 'trigger' || action === 'update') {
      if (outcome === 'delivered') this.put(this.told, group);
      if (outcome === 'fell-back') this.put(this.handedOn, group);
    } else if (action === 'resolve' && isSettled(delivery)) {
      this.told.delete(group);
      this.handedOn.delete(group);
    }
  }

  /** Whether something of it was delivered. */
  wasTold(group: string): boolean {
    return this.told.has(group);
  }

  /** Whether something of it was given to the fallback. */
  wasHandedOn(group: string): boolean {
    return this.handedOn.has(group);
  }

  /** For a checkpoint. */
  written(): { readonly told: readonly string[]; readonly handedOn: readonly string[] } {
    return { told: newest(this.told), handedOn: newest(this.handedOn) };
  }

  /** From a checkpoint: what it names was so when it was written, also where the log has forgotten why. */
  restore({ told, handedOn }: { readonly told: readonly string[]; readonly handedOn: readonly string[] }): void {
    for (const group of told) if (!this.told.has(group)) this.put(this.told, group);
    for (const group of handedOn) if (!this.handedOn.has(group)) this.put(this.handedOn, group);
  }

  private put(groups: Set<string>, group: string): void {
    groups.delete(group);
    groups.add(group);
    if (groups.size <= MOST_GROUPS) return;
    for (const oldest of groups) {
      groups.delete(oldest);
      return;
    }
  }
}

function newest(groups: ReadonlySet<string>): readonly string[] {
  let room = MOST_WRITTEN;
  const fits: string[] = [];
  for (const group of [...groups].reverse()) {
    room -= group.length;
    if (room < 0) break;
    fits.push(group);
  }
  return fits.reverse();
}
