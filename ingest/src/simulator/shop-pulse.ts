import type { BelfryEvent } from '../contract/index.ts';
import { event } from './life-events.ts';
import { STORY_PARTNER, STORY_SOURCE } from './partner-story.ts';

/**
 * The shop of the demo whose connection fails (screens: the demo, 3:50 and 4:20). It tells of an order that it tests itself with
 * every few seconds, as long as the demo runs; nobody promises anything of those. For half a minute of the story, and some
 * seconds before it, nothing comes: the demo calls it silent after 20 s (demo-partners pack).
 */
const SECOND = 1_000;
export const PULSE_EVERY_MS = 5 * SECOND;
/** Within the story, ms after its start: the first pulse that is missing, and the first one that comes again. */
const SILENT_FROM = 210 * SECOND;
const HEARD_FROM = 260 * SECOND;

/** Whether nothing comes of the shop at that instant. @param intoStory ms after the start of the story; it may be over. */
export const isCutOff = (intoStory: number): boolean => intoStory >= SILENT_FROM && intoStory < HEARD_FROM;

/** What the shop tells at that instant, ms UTC. */
export function shopPulse(at: number): BelfryEvent {
  const name = `B-${Math.floor(at / SECOND).toString(36)}`;
  const data = { partner: STORY_PARTNER, salesChannel: 'web', market: 'cz', test: true };
  return event(`${name}:created`, STORY_SOURCE, 'order.created', `order/${name}`, at, data);
}
