export type { TimedEvent } from './event-queue.ts';
export { demoHistory, type HistoryOptions, simulateHistory, simulateTraffic } from './history.ts';
export { type HistoryFiles, writeHistoryCsv } from './history-csv.ts';
export { type LiveStory, type LiveStoryOptions, liveStory, type StoryBeat } from './live-story.ts';
export { type LoadOptions, simulateLoad } from './load.ts';
export { STORY_PARTNER, STORY_SOURCE } from './partner-story.ts';
export { SILENT_CARRIER } from './pick-up-story.ts';
export { isCutOff, PULSE_EVERY_MS, shopPulse } from './shop-pulse.ts';
