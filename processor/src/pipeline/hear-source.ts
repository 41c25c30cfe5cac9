import type { Beat, Heard, Notice } from '../contract/index.ts';
import type { NoticeCause } from '../domain/notice/notice-cause.ts';
import { sourceHeard, sourceSilent } from '../domain/notice/source-silent.ts';
import { usualGap } from '../domain/source/usual-gap.ts';
import { thresholdOf } from '../domain/source/watched-source.ts';
import type { Effects } from './fold.ts';
import type { SignalsState } from './signals-state.ts';

type Because = Pick<NoticeCause, 'offset' | 'horizon'>;

/** A lane has heard a source. Answers that it is heard again, if it was called silent. */
export function hearSource(state: SignalsState, heard: Heard, because: Because, effects: Effects): Notice[] {
  const { sources, seen } = state;
  if (!seen.isNew(`events/${heard.lane}`, heard.offset, `heard/${heard.source}`)) return [];
  const since = sources.hear(heard);
  tellSources(state, effects);
  const source = sources.get(heard.source);
  return since === null || source === undefined ? [] : [sourceHeard(source, since, { ...because, lane: 0 })];
}

/** A lane has come so far: whatever lies before has been heard by now. Answers which sources are silent from now on. */
export function listenForSilence(
  state: SignalsState,
  { lane, at }: Beat,
  because: Because,
  effects: Effects,
): Notice[] {
  const { sources } = state;
  const silent = sources.lanesCome(lane, at);
  tellSources(state, effects);
  return silent.map((source) => {
    return sourceSilent(source, sources.since, sources.cutOff(source.source), { ...because, lane: 0 });
  });
}

/** Tells the table of sources that are silent or heard anew, or whose partners have changed; of the others once a minute. */
function tellSources({ sources, offset }: SignalsState, effects: Effects): void {
  for (const name of sources.takeTellings()) {
    const source = sources.get(name);
    effects.source({
      source: name,
      offset,
      heard: source?.last ?? 0,
      since: source?.silent ?? null,
      usual: source === undefined ? null : usualGap(source.gaps),
      threshold: source === undefined ? null : thresholdOf(source),
      partners: sources.partnersOf(name),
    });
  }
}
