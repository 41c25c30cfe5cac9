import { inject } from 'vitest';

/**
 * The address of a state from fixtures, as `story-setup.ts` serves them.
 *
 * @param state what stands behind `?`: the story's name and what else its page reads
 * @param page `partner.html` for the partner pages; the wall's without
 * @example
 * await page.goto(storyUrl('busy&lang=ar'));
 */
export const storyUrl = (state: string, page = ''): string => `${inject('stories')}story/${page}?${state}`;
