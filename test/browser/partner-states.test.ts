/// <reference lib="dom" />
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCENES } from '../../dashboard/story/partner/scenes.ts';
import { complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { axeViolations } from './support/axe.ts';
import { storyUrl } from './support/story-pages.ts';

const chromium = await findChromium();

describeReal('Chromium', chromium.missing)('each state of the partner pages', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch();
  });
  afterAll(async () => {
    await browser?.close();
  });

  test.each(Object.keys(SCENES))('%s: fits a desk and a phone, and axe has nothing against it', async (scene) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const complaints = complaintsOf(page);
    await page.goto(storyUrl(scene, 'partner.html'));
    await page.locator('h1').waitFor();
    // Nothing is being read any more, unless that is the state.
    if (!scene.includes('loading')) await expect.poll(() => page.locator('text=/^Reading the/').count()).toBe(0);
    for (const width of [1920, 1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} wide`).toBe(width);
      if (width < 1920) expect(await axeViolations(page)).toEqual([]);
    }
    expect(complaints.all).toEqual([]);
    await page.close();
  });

  test.each([
    ['no-verdict', 'kamen'],
    ['no-orders', 'quiet'],
  ])('%s: says n/a and never 0 % or 100 % in what has no verdict', async (scene) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(storyUrl(scene, 'partner.html'));
    await page.getByTestId('orders-total').waitFor();
    expect(await page.getByTestId('rate').allTextContents()).toEqual(['n/a', 'n/a', 'n/a', 'n/a']);
    if (scene === 'no-orders') {
      expect(await page.getByTestId('count').allTextContents()).toEqual(Array(4).fill('No orders in the window'));
      expect(await page.getByTestId('no-orders').textContent()).toBe('No orders in the window');
      expect(await page.locator('main').textContent()).not.toMatch(/\b(0|100)\s%/);
    }
    await page.close();
  });
});
