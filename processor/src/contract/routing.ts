import type { CompiledCalendar } from '../domain/policy/compiled.ts';
import type { Matcher, Severity } from './incident.ts';

/**
 * Who is told what, compiled from a hooks file: the records of kind `routes` on the log `signals`. Urls, keys and secrets are
 * not in it: they stay with the process that posts (`HookConfig`), and in no log.
 */
export type HookKind = 'webhook' | 'slack' | 'teams' | 'pagerduty' | 'email';
export type HookLanguage = 'en' | 'ar' | 'pl';

export interface CompiledHook {
  readonly name: string;
  readonly kind: HookKind;
  readonly language: HookLanguage;
  /** IANA zone of the times in its texts. */
  readonly zone: string;
  /** Posts a minute at most. */
  readonly perMinute: number;
  /** The hook that is told instead while this one does not take posts. */
  readonly fallback: string | null;
}

export interface CompiledRoute {
  readonly name: string;
  /** In the hooks file, from 1. */
  readonly line: number;
  /** All fields must fit; empty: everything does. */
  readonly when: Matcher;
  readonly severity: readonly Severity[];
  /** Only within, or only outside, the working time of a calendar, as of the instant that it is told. */
  readonly during: { readonly calendar: string; readonly within: boolean } | null;
  /** Only once so many breaches of the same group have come within so many ms. */
  readonly threshold: { readonly breaches: number; readonly withinMs: number } | null;
  /** Names of hooks; none: nobody is told, and that is meant. */
  readonly to: readonly string[];
  /** Whether the routes behind it are asked as well. */
  readonly goOn: boolean;
  /** `incident`, the default; `clock`: each clock by itself; or fields of the signal that belong together. */
  readonly groupBy:
    | 'incident'
    | 'clock'
    | readonly ('promise' | 'kpi' | 'partner' | 'carrier' | 'team' | 'channel' | 'market')[];
  /** How long a first post waits for more of its group, ms. */
  readonly waitMs: number;
  /** How long changes gather between two posts of a group, ms. Ends do not wait. */
  readonly everyMs: number;
  /** After so long an open and unacknowledged group is told again; null: never. */
  readonly repeatMs: number | null;
}

export interface CompiledRouting {
  readonly hooks: readonly CompiledHook[];
  /** The last one is the catch-all. */
  readonly routes: readonly CompiledRoute[];
  readonly calendars: Readonly<Record<string, CompiledCalendar>>;
  /** A post at each `everyMs` while all lanes keep up: whoever misses it knows that Belfry is dead. */
  readonly heartbeat: { readonly everyMs: number; readonly to: readonly string[] } | null;
}

export interface RoutesRecord {
  /** SHA-256 of the compiled routing's JSON, hex. */
  readonly hash: string;
  readonly routing: CompiledRouting;
}

export const encodeRoutes = (record: RoutesRecord): Buffer => Buffer.from(JSON.stringify(record));
export const decodeRoutes = (value: Buffer): RoutesRecord => JSON.parse(value.toString('utf8')) as RoutesRecord;
