import type { Heard } from '../../contract/heard.ts';
import { type SilenceRule, tellEvery } from './silence-rule.ts';
import { REMEMBERED_GAPS, usualGap } from './usual-gap.ts';

const DAY_MS = 86_400_000;
/** What has not been heard for so long is no source any more, and what it has not named for so long is none of its partners. */
export const FORGOTTEN_AFTER_MS = 7 * DAY_MS;

/** What is known of a source. JSON: it is a state row. All instants are the log's, ms UTC. */
export interface WatchedSource {
  readonly source: string;
  /** When it was last heard. */
  last: number;
  /** The gaps between the times that it was heard, ms, oldest first. */
  gaps: readonly number[];
  rule: SilenceRule;
  /** Since when it is silent, if somebody was told so: it was last heard then. */
  silent: number | null;
  /** Of which instant the table was told last. */
  told: number;
}

export const newSource = ({ source, at, least, factor }: Heard): WatchedSource => ({
  source,
  last: at,
  gaps: [],
  rule: { least, factor },
  silent: null,
  told: at,
});

/**
 * It was heard. Lanes tell in no order between them: what lies before the last time says nothing new.
 * @param watched since when nobody has missed anything, ms UTC: a gap that began before may not be its own.
 */
export function hearAgain(source: WatchedSource, { at, least, factor }: Heard, watched: number): void {
  source.rule = { least, factor };
  if (at <= source.last) return;
  if (source.last >= watched) source.gaps = [...source.gaps, at - source.last].slice(-REMEMBERED_GAPS);
  source.last = at;
}

/** How long it must not have been heard to be silent, ms; null: it never is. */
export function thresholdOf({ gaps, rule }: WatchedSource): number | null {
  if (rule.least === null) return null;
  return Math.max(rule.least, Math.ceil(rule.factor * (usualGap(gaps) ?? 0)));
}

/**
 * The instant behind which it is silent, ms UTC. A source that has spoken once only is not: who tries something out has not
 * promised to go on. What lanes may not have told yet is waited for.
 */
export function silentAfter(source: WatchedSource, watched: number): number {
  const threshold = thresholdOf(source);
  if (threshold === null || source.gaps.length === 0) return Number.POSITIVE_INFINITY;
  return Math.max(source.last, watched) + threshold + tellEvery(source.rule);
}
