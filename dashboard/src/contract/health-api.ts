import type { HookState } from './people-api.ts';

/**
 * Not answered yet: the shape is agreed, the route is not built.
 *
 * `GET /api/health/detail`: what the page of health shows, for managers. No addresses, no paths, nothing secret. Instants are
 * ms UTC, times ms. What is not known (yet) is null.
 */
export interface HealthDetail {
  readonly asOf: number;
  /** `ok`: nothing of what follows wants looking at. `starting`: the picture is not whole yet. */
  readonly state: 'ok' | 'worn' | 'starting';
  /** What wants looking at, the gravest first, a sentence each. */
  readonly troubles: readonly HealthTrouble[];
  readonly build: string;
  readonly version: string;
  readonly node: string;
  readonly startedAt: number;
  readonly uptime: number;
  /** Resident memory of this process, bytes. */
  readonly memory: number;
  readonly demo: boolean;
  /** By log and lane. */
  readonly lanes: readonly LaneHealth[];
  readonly clickhouse: {
    readonly answers: boolean;
    /** Of one question that reads no table. null when it does not answer. */
    readonly roundTrip: number | null;
    readonly version: string | null;
    /** When the picture was last taken from the tables; 0 never. */
    readonly tablesAsOf: number;
    readonly rows: readonly { readonly table: string; readonly rows: number; readonly bytes: number }[];
  };
  readonly log: {
    /** Whether the ends of the lanes could be asked. */
    readonly answers: boolean;
    /** Records that the logs hold beyond what is stored. */
    readonly behind: number;
  };
  readonly catchingUp: { readonly done: number; readonly end: number; readonly at: number | null } | null;
  readonly open: {
    readonly clocks: number | null;
    readonly breached: number;
    /** Breached, from history: nobody was rung. */
    readonly quiet: number;
    readonly incidents: number;
  };
  readonly quarantined: number | null;
  readonly hooks: readonly {
    readonly name: string;
    readonly kind: string;
    readonly state: HookState;
    readonly waiting: number;
    readonly lastDelivered: number | null;
    readonly failuresInARow: number;
  }[];
  /** Walls that are linked now. */
  readonly sockets: number;
}

export interface HealthTrouble {
  readonly about: 'clickhouse' | 'log' | 'lane' | 'hook' | 'catching-up' | 'quarantine' | 'picture';
  readonly sentence: string;
  readonly remedy: string;
}

export interface LaneHealth {
  readonly log: string;
  readonly lane: number;
  /** Everything before it is stored. */
  readonly position: number;
  readonly end: number;
  readonly lag: number;
  /** How far time has come in it, 0 not at all; and how old that is. null for logs without ticks. */
  readonly horizon: number | null;
  readonly horizonAge: number | null;
}
