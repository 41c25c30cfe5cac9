import type { SourceHeard, SourceSilent } from '../../contract/index.ts';
import { durationInWords } from '../policy/describe/in-words.ts';
import { usualGap } from '../source/usual-gap.ts';
import { silentAfter, thresholdOf, type WatchedSource } from '../source/watched-source.ts';
import { causedBy, type NoticeCause, noticeId } from './notice-cause.ts';

/** So many partners a notice names. */
const MOST_PARTNERS = 100;

/**
 * Nothing comes from a source. Clocks go on: what has not been told may still break, and is retracted once it is told.
 * @param watched since when no lane has stood still, ms UTC.
 * @param cutOff the partners of whom nothing comes from elsewhere.
 */
export function sourceSilent(
  source: WatchedSource,
  watched: number,
  cutOff: readonly string[],
  cause: NoticeCause,
): SourceSilent {
  const about = `source/${source.source}`;
  const usual = usualGap(source.gaps);
  const threshold = thresholdOf(source)!;
  const every = usual === null ? '' : `; as a rule it is heard every ${inWords(usual)} or oftener`;
  return {
    id: noticeId('source-silent', about, source.last),
    kind: 'source-silent',
    about,
    title: `${source.source} is silent`,
    reason:
      `Nothing has come from ${source.source} since ${new Date(source.last).toISOString()}${every}; look whether it runs ` +
      'and reaches Belfry. What it has not told may ring as broken and is taken back when it is told',
    source: source.source,
    since: source.last,
    usual,
    threshold,
    partners: cutOff.slice(0, MOST_PARTNERS),
    at: silentAfter(source, watched),
    ...causedBy(cause),
  };
}

/** It is heard again. @param since when it had last been heard before, ms UTC: it names the silence that is over. */
export function sourceHeard(source: WatchedSource, since: number, cause: NoticeCause): SourceHeard {
  const about = `source/${source.source}`;
  return {
    id: noticeId('source-heard', about, since),
    kind: 'source-heard',
    about,
    title: `${source.source} is heard again`,
    reason: `${source.source} is heard again after ${inWords(source.last - since)}; what it had not told comes now`,
    source: source.source,
    since,
    at: source.last,
    ...causedBy(cause),
  };
}

/** To the second: nobody counts the rest. */
const inWords = (ms: number): string => durationInWords(Math.max(1000, Math.round(ms / 1000) * 1000));
