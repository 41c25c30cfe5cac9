import type { CommitStep } from '../../../processor/src/pipeline/committer.ts';
import { type Child, startChild } from './child.ts';

/** How a processor of a row differs from the one that `processor/src/main.ts` starts. */
export interface ProcessorOrders {
  /** Two of different groups believe, both, that they own every lane. Default: those of a room share its lanes. */
  readonly group?: string;
  /** Kills itself right after this step of the n-th commit (from 1) since it was told of load. */
  readonly dieAt?: { readonly step: CommitStep; readonly commit: number };
  /** Stops itself, as by SIGSTOP, a moment after this step of its n-th commit since it was told of load. */
  readonly freezeAt?: { readonly step: CommitStep; readonly commit: number };
  /** Replaces the room's brokers or ClickHouse, for instance by a proxy before them. */
  readonly brokers?: readonly string[];
  readonly url?: string;
  /** The text of a hooks file instead of the room's. */
  readonly hooks?: string;
  /** Packs instead of the workload's. */
  readonly packs?: readonly { readonly name: string; readonly yaml: string }[];
  /** Flags of Node, for instance a small heap. */
  readonly nodeFlags?: readonly string[];
  /** Default true: `room.processor()` resolves when it works. */
  readonly awaitReady?: boolean;
}

export interface ProcessorPlace {
  readonly brokers: readonly string[];
  readonly prefix: string;
  readonly url: string;
  readonly database: string;
  readonly secret: string;
  /** Everybody in the room sees append times of a broker whose clock is wrong (`skewed-log.ts`). */
  readonly isSkewed: boolean;
}

/** What it tells: each step of a commit with the number of the commit, and how it stands whenever it is asked. */
export interface ProcessorMessage {
  readonly ready?: boolean;
  readonly fatal?: string;
  readonly step?: CommitStep;
  readonly commit?: number;
  readonly status?: ProcessorStatus;
}

export interface ProcessorStatus {
  readonly lanes: readonly { log: string; lane: number; nextOffset: number; end: number; horizon: number }[];
  readonly rss: number;
  readonly heap: number;
}

export interface ProcessorProcess extends Child {
  /** From now on its commits count, for `dieAt` and `freezeAt`. */
  loaded(): void;
  status(): Promise<ProcessorStatus>;
  /** How many commits it has begun since, as far as it has told. */
  commits(): number;
}

export function startProcessor(
  orders: ProcessorPlace & ProcessorOrders,
  without: string | undefined,
): ProcessorProcess {
  const child = startChild('../children/processor.ts', orders, without, orders.nodeFlags);
  let asked = 0;
  let commits = 0;
  const count = ({ commit = 0 }: ProcessorMessage): boolean => {
    commits = Math.max(commits, commit);
    return false;
  };
  void child.until(count).catch(() => undefined);
  return {
    ...child,
    commits: () => commits,
    loaded: () => child.ask({ loaded: true }),
    async status() {
      const id = ++asked;
      child.ask({ status: id });
      const { status } = await child.until<ProcessorMessage & { id?: number }>((message) => message.id === id);
      return status!;
    },
  };
}
