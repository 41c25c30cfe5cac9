import type { LogRecord } from '@belfry/ingest/log';
import type { Chains } from './chains.ts';
import type { HookProgress } from './hook-progress.ts';
import { type WaitingNotification, waitingNotification } from './waiting-notification.ts';

export interface IntakeDeps {
  readonly hook: string;
  readonly chains: Chains;
  readonly progress: HookProgress;
  readonly report: (line: string) => void;
}

/** Reads the log for one hook: what is for it and still to be posted goes into its chains, the rest is passed over. */
export class Intake {
  /** The last heartbeat that was read; older ones are worth nothing. */
  newestHeartbeat = -1;
  private readonly deps: IntakeDeps;
  /** The offset to be read next, which is below `progress.next` while what was left waiting is read again. */
  private reading: number;

  constructor(deps: IntakeDeps) {
    this.deps = deps;
    this.reading = deps.progress.resumeAt();
  }

  /** @returns whether anything was for this hook. */
  take(records: readonly LogRecord[], now: number): boolean {
    const { progress, chains, hook } = this.deps;
    let any = false;
    for (const record of records) {
      if (record.offset < this.reading) continue;
      this.reading = record.offset + 1;
      const ours = record.kind === 'notification' && record.key === hook && progress.isOpen(record.offset);
      const waiting = ours ? this.read(record, now) : undefined;
      progress.read(record.offset, waiting !== undefined);
      any ||= ours;
      if (waiting === undefined) continue;
      chains.add(waiting);
      if (waiting.action === 'heartbeat') this.newestHeartbeat = record.offset;
    }
    return any;
  }

  private read(record: LogRecord, now: number): WaitingNotification | undefined {
    const { progress, chains, hook, report } = this.deps;
    const waiting = waitingNotification(record, progress.tries.get(record.offset), now);
    if (waiting instanceof Error) {
      const where = `the record at offset ${record.offset} of deliveries`;
      report(`hook ${hook}: ${where} is no notification (${waiting.message}); skipped`);
      return undefined;
    }
    // What was published again after a crash has its id; it waits already, or is done.
    return chains.has(waiting.key) || progress.wasSettled(waiting.key) ? undefined : waiting;
  }
}
