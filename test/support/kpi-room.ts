import { LOGS, partitionOf } from '@belfry/ingest/log';
import { composeProcessor, type PolicySource } from '@belfry/processor/compose';
import type { Sql } from '@belfry/sql';
import { createHistory } from '../../dashboard/src/server/history.ts';
import { Relay } from '../../dashboard/src/server/relay.ts';
import type { RoutesRecord } from '../../processor/src/contract/routing.ts';
import type { CommitStep } from '../../processor/src/pipeline/committer.ts';
import { createFakeWallClock, type FakeWallClock } from './fake-wall-clock.ts';
import type { Telling } from './kpi-traffic.ts';
import { createMemoryLog, type MemoryLog } from './memory-log.ts';
import { mortalProcess } from './mortal-process.ts';

/** A running processor that may be stopped in good order, or die without a word. */
export interface Running {
  stop(): Promise<void>;
  die(): void;
  /** Dies right behind that step of its next commit; resolves once it has. */
  dieBehind(step: CommitStep): Promise<void>;
}

/**
 * A log, tables, processors and a wall, all on one clock that the test moves. Nothing waits for real time but answers of
 * ClickHouse.
 */
export class KpiRoom {
  readonly log: MemoryLog;
  readonly clock: FakeWallClock;
  readonly sql: Sql;
  readonly wall: Relay;
  /** What the processors and the wall reported. */
  readonly reported: string[] = [];

  constructor(sql: Sql, start: number) {
    this.sql = sql;
    this.clock = createFakeWallClock(start);
    this.log = createMemoryLog({ wallClock: this.clock });
    this.wall = this.anotherWall();
  }

  /** A wall that begins to look only when it is started. */
  anotherWall(): Relay {
    return new Relay({
      ...{ log: this.log, history: createHistory(this.sql, 1), wallClock: this.clock, build: 'test', demo: false },
      ...{ lanes: undefined, begun: () => undefined, send: () => undefined, beat: () => undefined },
      report: (line) => this.reported.push(line),
    });
  }

  async open(): Promise<void> {
    await this.log.ensure(LOGS);
    await this.whileTimePasses(this.wall.start());
  }

  async close(): Promise<void> {
    await this.whileTimePasses(this.wall.stop());
    await this.log.close();
  }

  async processor(policies: readonly PolicySource[], group?: string, routing?: RoutesRecord): Promise<Running> {
    let last: CommitStep | undefined;
    let died = false;
    const mortal = mortalProcess({ log: this.log, sql: this.sql, wallClock: this.clock });
    const die = (): void => {
      died = true;
      mortal.die();
    };
    const processor = composeProcessor({
      ...{ log: mortal.log, sql: mortal.sql, wallClock: mortal.wallClock, policies, hooks: [] },
      ...(group !== undefined && { group }),
      ...(routing !== undefined && { routing }),
      onFatal: (error) => this.reported.push(`fatal: ${error.stack}`),
      report: (line) => this.reported.push(line),
      probe: (step) => {
        if (step === last) die();
      },
    });
    await this.whileTimePasses(processor.start());
    return {
      stop: () => this.whileTimePasses(processor.stop()),
      die,
      dieBehind: async (step) => {
        last = step;
        for (let rounds = 0; !died; rounds++) {
          if (rounds > 400) throw new Error(`no commit has come to the step ${step}`);
          await this.pass(250);
        }
      },
    };
  }

  /** What sources tell, in the lane of its order, with the append time at which it is told. */
  tell({ at, subject, event }: Telling): void {
    const value = Buffer.from(JSON.stringify(event));
    const lane = partitionOf(subject, this.log.partitions('events'));
    this.log.put('events', lane, [{ key: subject, kind: 'event', value }], at);
  }

  release(importid: string): void {
    const value = Buffer.from(JSON.stringify({ importid }));
    for (let lane = 0; lane < this.log.partitions('events'); lane++) {
      this.log.put('events', lane, [{ key: '', kind: 'release', value }]);
    }
  }

  /** Time passes, and everybody has a few turns. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.turns();
  }

  /** The wall has been handed all that the log holds for it now. */
  async turns(): Promise<void> {
    for (let n = 0; n < 3; n++) {
      await this.log.delivered();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  async whileTimePasses<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    finished.catch(() => undefined);
    while (!done) await this.pass(100);
    return await finished;
  }

  /** Until all that the logs hold is stored, nothing more follows from it, and the wall shows it. */
  async settle(): Promise<void> {
    let before = '';
    let restedAt = this.clock.now();
    let toldAt = Number.POSITIVE_INFINITY;
    for (let rounds = 0; rounds < 400; rounds++) {
      await this.pass(250);
      const ends = await this.ends();
      const stored = await this.positions();
      const isStored = Object.entries(ends).every(
        ([lane, end]) => lane.startsWith('signals') || (stored[lane] ?? 0) >= end,
      );
      const now = JSON.stringify(ends);
      if (!isStored || now !== before) {
        restedAt = this.clock.now();
        toldAt = Number.POSITIVE_INFINITY;
      }
      before = now;
      // The wall asks the tables every other second and draws its figures each second, in its own time.
      const { asOf, tablesAsOf } = this.wall.health() as { asOf: number; tablesAsOf: number };
      if (tablesAsOf >= restedAt) toldAt = Math.min(toldAt, this.clock.now());
      if (asOf > toldAt) return;
    }
    throw new Error(
      `the processors do not come to rest, or the wall does not show it: ${this.reported.slice(-5).join('\n')}`,
    );
  }

  private async ends(): Promise<Record<string, number>> {
    const ends: Record<string, number> = {};
    for (const name of ['events', 'kpi', 'signals'] as const) {
      for (let lane = 0; lane < this.log.partitions(name); lane++) {
        ends[`${name}/${lane}`] = (await this.log.bounds(name, lane)).high;
      }
    }
    return ends;
  }

  /** By `<log>/<lane>`: everything before this offset is stored. */
  async positions(): Promise<Record<string, number>> {
    const rows = await this.sql.query<{ log: string; lane: number; next: number }>(
      'SELECT log, lane, next_offset AS next FROM positions WHERE generation = 1',
    );
    return Object.fromEntries(rows.map(({ log, lane, next }) => [`${log}/${lane}`, next]));
  }
}
