import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { overflowOf } from './support/overflow.ts';

const chromium = await findChromium();

describeReal('Chromium', chromium.missing)('what does not fit on a page is found', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch();
    page = await browser.newPage({ viewport: { width: 400, height: 300 } });
  });
  afterAll(() => browser?.close());

  const CASES = [
    ['nothing where all fits', '<p>one</p><p>two</p>', []],
    [
      'text over text',
      '<p style="position:absolute;top:0">under it</p><p style="position:absolute;top:4px">over it</p>',
      ['"under it" lies under p "over it"', '"under it" lies over "over it"'],
    ],
    [
      'text under what has none there',
      '<p>covered</p><div style="position:absolute;inset:0;background:white"></div>',
      ['"covered" lies under div ""'],
    ],
    [
      'text beyond the side',
      '<p style="position:absolute;left:390px">leaves</p>',
      ['"leaves" leaves the page at a side', 'the page can be moved sideways'],
    ],
    [
      'text that is cut',
      '<p style="width:40px;overflow:hidden;white-space:nowrap">much too long</p>',
      ['"much too long" is cut off at a side of p'],
    ],
    [
      'no text that says that it goes on',
      '<p style="width:40px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis">much too long</p>',
      [],
    ],
    [
      'text below a display that does not scroll',
      '<p style="position:absolute;top:320px">below</p>',
      ['"below" leaves the display', 'the page can be moved down'],
    ],
  ] as const;
  test.each(CASES)('%s', async (_, html, problems) => {
    await page.setContent(`<!doctype html><body style="margin:0;font:16px sans-serif">${html}`);
    expect(await overflowOf(page, false)).toEqual(problems);
  });
});
