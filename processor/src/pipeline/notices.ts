import { calendarEnds, type End, endsOf, keyOfEnd, noticeTime } from '../domain/notice/calendar-ends.ts';
import { importUnfinished, overdueTime } from '../domain/notice/import-unfinished.ts';
import type { NoticeCause } from '../domain/notice/notice-cause.ts';
import { type PackVersion, policyChanged } from '../domain/notice/policy-changed.ts';
import type { Effects, NumberedPolicy } from './fold.ts';
import type { ImportHold } from './import-hold.ts';

/** What is true of every lane is said by this one, of the log `events`. */
const SPEAKER = 0;

type Because = Pick<NoticeCause, 'offset' | 'horizon'>;

/**
 * What a lane has to say beside its clocks: policies that change, calendars that end, imports that nobody finishes. Time
 * brings the last two about, so they are said at ticks, as everything that time brings about (law 2).
 */
export class Notices {
  private readonly lane: number;
  private readonly imports: ImportHold;
  /** By pack, the version in force: the one that was taken last. */
  private readonly inForce = new Map<string, PackVersion>();
  /** What ends of the versions in force and has not been told, soonest first. */
  private ends: End[] = [];
  /** Of the versions in force, what has been told, by its key. */
  private told = new Set<string>();

  constructor(lane: number, imports: ImportHold) {
    this.lane = lane;
    this.imports = imports;
  }

  /**
   * A policy was taken. Its first version is news to nobody who is bound by it.
   * @param published when the log took it, ms UTC.
   */
  take(policy: NumberedPolicy, published: number, cause: Because, effects: Effects): void {
    const version = { number: policy.number, pack: policy.record.compiled };
    const before = this.inForce.get(version.pack.pack);
    this.inForce.set(version.pack.pack, version);
    this.lookForEnds();
    if (this.lane !== SPEAKER || before === undefined) return;
    effects.signal(policyChanged(before, version, published, { ...cause, lane: this.lane }));
  }

  /** The instant from which on a tick has something to say here, ms UTC; Infinity when there is none. */
  next(): number {
    const ends = this.ends.length > 0 ? noticeTime(this.ends[0]!) : Number.POSITIVE_INFINITY;
    return Math.min(ends, overdueTime(this.imports.earliestUntold()));
  }

  /** Says what has come due before `limit`, in the order of its instants. */
  tell(limit: number, cause: Because, effects: Effects): void {
    const by = { ...cause, lane: this.lane };
    while (this.ends.length > 0 && noticeTime(this.ends[0]!) < limit) {
      const end = this.ends.shift()!;
      this.told.add(keyOfEnd(end));
      effects.signal(calendarEnds(end, by));
    }
    while (overdueTime(this.imports.earliestUntold()) < limit) {
      const { importid, since } = this.imports.takeEarliestUntold();
      effects.signal(importUnfinished(importid, since, by));
    }
  }

  /** For the position: which ends were told. */
  endsTold(): string[] {
    return [...this.told];
  }

  /** Called at recovery, with the policies in the order in which the lane took them. */
  resume(policies: readonly NumberedPolicy[], endsTold: readonly string[]): void {
    for (const { number, record } of policies)
      this.inForce.set(record.compiled.pack, { number, pack: record.compiled });
    this.told = new Set(endsTold);
    this.lookForEnds();
  }

  private lookForEnds(): void {
    if (this.lane !== SPEAKER) return;
    const ends = [...this.inForce.values()].flatMap(endsOf);
    const keys = new Set(ends.map(keyOfEnd));
    // What has been replaced need not be remembered.
    this.told = new Set([...this.told].filter((key) => keys.has(key)));
    this.ends = ends
      .filter((end) => !this.told.has(keyOfEnd(end)))
      .sort((a, b) => a.ends - b.ends || a.policy - b.policy || (a.calendar < b.calendar ? -1 : 1));
  }
}
