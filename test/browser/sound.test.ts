/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { storyUrl } from './support/story-pages.ts';

const chromium = await findChromium();

/** Counts the notes that a page starts: the browser's own oscillators, on its own audio context. */
async function countNotes(page: Page): Promise<() => Promise<number[]>> {
  await page.addInitScript(() => {
    const notes: number[] = [];
    Object.assign(globalThis, { notes });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function counted(...at): void {
      notes.push(Math.round(this.frequency.value));
      start.apply(this, at);
    };
  });
  return () => page.evaluate(() => (globalThis as unknown as { notes: number[] }).notes);
}

describeReal('Chromium', chromium.missing)('the bell of a wall', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch();
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** A wall whose pictures come from here: `show` takes the name of an incident that is added, or nothing. */
  const open = async (query: string) => {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    const complaints = complaintsOf(page);
    const notes = await countNotes(page);
    await page.goto(storyUrl(query, 'sound.html'));
    await page.getByTestId('wall').waitFor();
    const show = (seconds: number, ...ids: string[]) =>
      page.evaluate(([at, names]) => (globalThis as unknown as StoryBell).bell(at, names), [seconds, ids] as const);
    const state = (): Promise<string | null> => page.getByTestId('sound').getAttribute('data-state');
    return { page, complaints, notes, show, state };
  };

  test('is blocked until a key is pressed, then armed, and rings once for each new incident', async () => {
    const { page, complaints, notes, show, state } = await open('sound=on');
    await show(0, 'old');
    expect(await state()).toBe('blocked');
    await show(1, 'old', 'unheard');
    expect(await notes()).toEqual([]);
    await page.keyboard.press('Shift');
    await page.locator('[data-testid="sound"][data-state="armed"]').waitFor();
    await show(60, 'old', 'unheard');
    expect(await notes()).toEqual([]);
    await show(61, 'old', 'unheard', 'new');
    await show(62, 'old', 'unheard', 'new');
    await show(120, 'old', 'unheard', 'new');
    expect(await notes()).toEqual([587, 784]);
    expect(complaints.all).toEqual([]);
    await page.close();
  });

  test('is quiet and says nothing of it where the settings do not ask for sound', async () => {
    const { page, notes, show } = await open('sound=off');
    await page.keyboard.press('Shift');
    await show(0);
    await show(1, 'new');
    expect(await page.getByTestId('sound').count()).toBe(0);
    expect(await notes()).toEqual([]);
    await page.close();
  });
});

interface StoryBell {
  bell(seconds: number, ids: readonly string[]): void;
}
