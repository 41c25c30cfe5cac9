/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Complaints, complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { axeViolations } from './support/axe.ts';
import { languagesAt } from './support/matrix.ts';
import { overflowOf, textSizes } from './support/overflow.ts';
import { storyUrl } from './support/story-pages.ts';

const chromium = await findChromium();
const [HALL, UPRIGHT] = [
  { width: 1920, height: 1080 },
  { width: 1080, height: 1920 },
];
const STATES = [
  'people',
  'storm',
  'kept',
  'silent',
  'silent-hook',
  'link-lost',
  'reading',
  'carrier',
  'carrier-breaking',
];

describeReal('Chromium', chromium.missing)('what a wall is set to', () => {
  let browser: Browser;
  let complaints: Complaints;
  beforeAll(async () => {
    browser = await chromium.launch();
  });
  afterAll(async () => {
    await browser?.close();
  });

  const open = async (state: string, viewport = HALL): Promise<Page> => {
    const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
    complaints = complaintsOf(page);
    await page.goto(storyUrl(state));
    await page.getByTestId('wall').waitFor();
    await page.evaluate(async () => void (await document.fonts.ready));
    return page;
  };

  test.each(['distance=6', 'distance=15', 'distance=3', 'sound=on'].map((query, row) => ({ query, row })))(
    'fits whatever it is set to: $query',
    async ({ query, row }) => {
      for (const [index, state] of STATES.entries()) {
        for (const lang of languagesAt(['en', 'de', 'ar'], { index, row })) {
          const page = await open(`${state}&${query}&lang=${lang}`);
          expect({ state, lang, problems: await overflowOf(page, false) }).toEqual({ state, lang, problems: [] });
          await page.close();
        }
      }
    },
  );

  test('is larger for who stands farther away, and shows less', async () => {
    const page = await open('busy&distance=6');
    expect((await textSizes(page, ['partner'])).partner).toBeCloseTo(61.2, 1);
    expect(await page.getByTestId('partner').count()).toBe(4);
    expect(await page.getByTestId('pages').textContent()).toMatch(/\/3/);
    await page.close();
  });

  test('fits a display that hangs upright', async () => {
    for (const [index, state] of STATES.entries()) {
      for (const lang of languagesAt(['en', 'de', 'pl', 'ar'], { index, row: 0 })) {
        const page = await open(`${state}&lang=${lang}&sound=on`, UPRIGHT);
        expect({ state, lang, problems: await overflowOf(page, false) }).toEqual({ state, lang, problems: [] });
        await page.close();
      }
    }
  });

  test.each(['en', 'de', 'pl', 'ar'])(
    'fills a display that hangs upright, incidents above partners: %s',
    async (lang) => {
      const page = await open(`people&lang=${lang}`, UPRIGHT);
      const top = async (css: string): Promise<number> => (await page.locator(css).first().boundingBox())!.y;
      expect(await top('.incidents')).toBeLessThan(await top('.partners'));
      expect((await page.locator('footer').boundingBox())!.y).toBeGreaterThan(1_700);
      // Beside two tiles, which need one row.
      expect(await page.getByTestId('partner').count()).toBe(8);
      await page.close();
    },
  );

  test('moves by nothing but its pixels, which stay within its margins', async () => {
    const page = await open('busy');
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')].filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return animationName !== 'none' || transitionDuration !== '0s';
      }),
    );
    expect(moving).toEqual([]);
    const { x, y } = (await page.locator('header').boundingBox())!;
    // 14:32 is somewhere on the way round: not in the middle, and no farther off than 4 px.
    expect(Math.max(Math.abs(x - 24), Math.abs(y - 24))).toBe(4);
    await page.close();
  });

  test('is set up by a form that s opens, which becomes the address', async () => {
    const page = await open('busy');
    await page.keyboard.press('s');
    const form = page.getByTestId('settings');
    await form.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await form.locator('[name="distance"]').fill('10');
    expect(await form.getByRole('alert').textContent()).toMatch(/88 inches/);
    await form.locator('[name="distance"]').fill('3');
    expect(await form.getByRole('alert').count()).toBe(0);
    await form.locator('[name="turn"]').fill('0');
    await form.locator('[name="sound"]').selectOption('on');
    await Promise.all([page.waitForURL(/distance=3/), form.getByRole('button', { name: 'Apply' }).click()]);
    const query = new URL(page.url()).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      site: 'Belfry',
      zone: 'Asia/Riyadh',
      distance: '3',
      inches: '55',
      turn: '0',
      sound: 'on',
      lang: 'en',
      theme: 'dark',
    });
    expect(complaints.all).toEqual([]);
    await page.close();
  });

  test('a form that is closed changes nothing', async () => {
    const page = await open('busy');
    const before = page.url();
    await page.keyboard.press('s');
    await page.getByTestId('settings').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('settings').waitFor({ state: 'hidden' });
    expect(page.url()).toBe(before);
    await page.close();
  });
});
