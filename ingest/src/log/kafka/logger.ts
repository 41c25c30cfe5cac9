import kafkajs, { type logCreator } from 'kafkajs';

/** Tells a subscription that kafkajs was refused an offset. */
export interface RangeAlarm {
  /** @returns what ends the watch. */
  watch(groupId: string, call: (partition: number) => void): () => void;
}

/** What is in the entries that concern us. */
interface Logged {
  readonly message: string;
  readonly error?: string;
  readonly groupId?: string;
  readonly partition?: number;
}

const REPEAT_AFTER_MS = 60_000;

/**
 * What kafkajs logs, for an operator: errors only, and each of them once a minute. One of them is more than a line:
 * that an offset is out of range kafkajs says nowhere else, and goes on from the first offset that there is.
 */
export function createLogger(
  report: (line: string) => void,
  now: () => number,
): { readonly creator: logCreator; readonly rangeAlarm: RangeAlarm } {
  const watchers = new Set<{ groupId: string; call: (partition: number) => void }>();
  const said = new Map<string, number>();
  const creator: logCreator =
    () =>
    ({ level, namespace, log }) => {
      // What a connection logs is an answer that its caller judges: a rebalance, a leader that moved.
      if (level !== kafkajs.logLevel.ERROR || namespace === 'Connection') return;
      const { message, error, groupId, partition } = log as Logged;
      if (groupId !== undefined && partition !== undefined && message.startsWith('Offset out of range')) {
        for (const watcher of watchers) if (watcher.groupId === groupId) watcher.call(partition);
        return;
      }
      const at = now();
      if (at - (said.get(message) ?? Number.NEGATIVE_INFINITY) < REPEAT_AFTER_MS) return;
      if (said.size > 1000) said.clear();
      said.set(message, at);
      report(`kafka: ${message}${error === undefined ? '' : `: ${error}`}`);
    };
  const rangeAlarm: RangeAlarm = {
    watch(groupId, call) {
      const watcher = { groupId, call };
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
  return { creator, rangeAlarm };
}
