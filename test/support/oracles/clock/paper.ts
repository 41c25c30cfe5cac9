import type { PlainCalendar } from '../calendar.ts';

/**
 * Promises and timelines on paper: what the oracle of docs/clocks.md is given. Types of its own, so that nothing of the
 * engine that it judges gets in by the way. Instants are ms UTC, durations ms.
 */

export type PaperCheck =
  | { readonly all: readonly PaperCheck[] }
  | { readonly any: readonly PaperCheck[] }
  | { readonly not: PaperCheck }
  | { readonly field: string; readonly is: string | number | boolean }
  | { readonly field: string; readonly in: readonly (string | number | boolean)[] }
  | { readonly field: string; readonly exists: boolean };

export interface PaperTrigger {
  readonly on: readonly string[];
  readonly where?: PaperCheck;
  readonly state?: PaperCheck;
}

export type PaperTarget =
  | { readonly kind: 'elapsed'; readonly ms: number }
  | { readonly kind: 'working'; readonly calendar: string; readonly ms: number }
  | {
      readonly kind: 'business-days';
      readonly calendar: string;
      readonly days: number;
      readonly reading: 'same-time' | 'hours' | 'end-of-day';
    }
  | { readonly kind: 'until'; readonly field: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'not-set' };

export interface PaperRow {
  readonly name: string;
  readonly team: string;
  readonly when?: PaperCheck;
  readonly starts?: { readonly calendar: string; readonly within: boolean };
  readonly target: PaperTarget;
}

export type PaperStepTime =
  | { readonly percent: number }
  | { readonly before: number }
  | { readonly after: number; readonly calendar?: string }
  | { readonly start: number; readonly calendar?: string };

export interface PaperStep {
  readonly name: string;
  readonly at: PaperStepTime;
}

export type PaperPause = { readonly name: string; readonly holder: string } & (
  | { readonly while: PaperCheck }
  | { readonly from: PaperTrigger; readonly until: PaperTrigger }
);

export interface PaperPromise {
  readonly id: string;
  readonly subject: 'order' | 'ticket';
  readonly appliesTo?: PaperCheck;
  readonly start: PaperTrigger;
  readonly stop: PaperTrigger;
  readonly cancel: PaperTrigger;
  readonly restart?: PaperTrigger;
  readonly cycles?: 'once' | 'every-start';
  readonly reopen?: { readonly on: PaperTrigger; readonly by: 'continue' | 'new-cycle' };
  readonly pauses?: readonly PaperPause[];
  readonly movedBy?: readonly string[];
  readonly unstarted?: string;
  readonly stages?: readonly { readonly name: string; readonly from: PaperTrigger }[];
  readonly rows: readonly PaperRow[];
  readonly ladder: readonly PaperStep[];
}

/** A calendar and the days that it is looked at: outside of them the oracle knows nothing, and says so. */
export interface PaperCalendar extends PlainCalendar {
  readonly from: string;
  readonly days: number;
}

export interface PaperPolicy {
  readonly effective: number;
  readonly applies: 'new' | 'open';
  readonly promises: readonly PaperPromise[];
  readonly calendars: Readonly<Record<string, PaperCalendar>>;
  /** Hours east of UTC, all year: zones of promises and partners are kept simple on paper. */
  readonly zoneHours: Readonly<Record<string, number>>;
  readonly partnerZones: Readonly<Record<string, string>>;
  readonly derived?: readonly {
    readonly field: string;
    readonly from: readonly [string, string];
    readonly table: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }[];
  readonly aliases?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export type PaperData = Readonly<Record<string, unknown>>;

/** A record of the log; its place in the timeline is its offset. */
export type PaperRecord = { readonly appendTime: number } & (
  | {
      readonly what: 'event';
      readonly id: string;
      readonly subject: string;
      readonly type: string;
      readonly time: number;
      readonly data: PaperData;
    }
  | { readonly what: 'tick'; readonly at: number }
  | { readonly what: 'policy'; readonly policy: PaperPolicy }
);

/** What a subject is known to have gone through: an event without its duplicates. */
export interface PaperFact {
  readonly type: string;
  readonly time: number;
  readonly offset: number;
  readonly data: PaperData;
}

export type PaperState = 'pending' | 'running' | 'paused' | 'met' | 'breached' | 'cancelled';

export interface PaperSaying {
  readonly promise: string;
  readonly cycle: number;
  readonly kind:
    | 'at-risk'
    | 'breached'
    | 'escalated'
    | 'met'
    | 'met-late'
    | 'cancelled'
    | 'cancelled-late'
    | 'retracted';
  readonly step: string;
  readonly revision: number;
  /** The instant that it is about; null where the document leaves it open. */
  readonly at: number | null;
}

export interface PaperSpan {
  readonly from: number;
  readonly to: number;
  readonly counted: boolean;
  readonly holder: string;
  readonly stage: string;
  readonly rule: string;
}

export interface PaperClock {
  readonly promise: string;
  readonly cycle: number;
  readonly state: PaperState;
  readonly open: boolean;
  readonly start: number | null;
  readonly row: string;
  readonly due: number | null;
  readonly stop: number | null;
  readonly revision: number;
  readonly ledger: readonly PaperSpan[];
}
