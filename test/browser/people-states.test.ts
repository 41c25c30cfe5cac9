/// <reference lib="dom" />
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PEOPLE_SCENES } from '../../dashboard/story/people/scenes.ts';
import { complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { axeViolations } from './support/axe.ts';
import { storyUrl } from './support/story-pages.ts';

const chromium = await findChromium();
/** Of the wall's states those that differ on a phone. */
const PHONE = [
  'kept',
  'busy',
  'people',
  'owned',
  'carrier',
  'only-numbers',
  'hooks-failing',
  'people-old',
  'reading',
  'held',
  'empty',
  'starting',
  'connecting',
];

describeReal('Chromium', chromium.missing)('each state of the pages of people', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch();
  });
  afterAll(async () => {
    await browser?.close();
  });

  test.each(Object.keys(PEOPLE_SCENES))(
    '%s: fits a desk and a phone, and axe has nothing against it',
    async (scene) => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      const complaints = complaintsOf(page);
      await page.goto(storyUrl(scene, 'people.html'));
      await page.locator('h1').waitFor();
      if (!scene.includes('loading'))
        await expect.poll(() => page.locator('text=/^(Reading|Looking) /').count()).toBe(0);
      for (const width of [1920, 1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} wide`).toBe(width);
        if (width < 1920) expect(await axeViolations(page)).toEqual([]);
      }
      expect(complaints.all).toEqual([]);
      await page.close();
    },
  );

  test.each(PHONE)('on the phone page, %s: fits, and axe has nothing against it', async (state) => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const complaints = complaintsOf(page);
    await page.goto(storyUrl(state, 'phone.html'));
    await page.getByTestId('phone').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints.all).toEqual([]);
    await page.close();
  });

  test('says in warn that nobody is told', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(storyUrl('hooks-nobody', 'people.html'));
    await page.getByTestId('nobody').waitFor();
    expect(await page.getByTestId('nobody').textContent()).toMatch(/Nobody is told\.\s+Write a hooks file/);
    const colour = await page
      .getByText('Nobody is told.')
      .evaluate((element) => element.ownerDocument.defaultView!.getComputedStyle(element).color);
    expect(colour).toBe('rgb(240, 228, 66)');
    await page.close();
  });

  test('names are set in their own direction', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(storyUrl('incident-arabic', 'people.html'));
    await page.getByTestId('title').waitFor();
    const isolated = await page.evaluate(() => {
      const arabic = /[\u0600-\u06ff]/;
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const loose: string[] = [];
      let found = 0;
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        if (!arabic.test(node.textContent ?? '')) continue;
        found += 1;
        if (!node.parentElement?.closest('bdi, [dir="auto"]')) loose.push(node.textContent ?? '');
      }
      return { found, loose };
    });
    expect(isolated.loose).toEqual([]);
    expect(isolated.found).toBeGreaterThan(4);
    await page.close();
  });
});
