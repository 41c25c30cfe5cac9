/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { axeViolations } from './support/axe.ts';
import { inSetting, nameOf, pageIn, settings } from './support/matrix.ts';
import { overflowOf } from './support/overflow.ts';
import { type PeoplePages, peoplePages } from './support/people-pages.ts';

const chromium = await findChromium();

describeReal('Chromium', chromium.missing)('the parts that views are made of', () => {
  let pages: PeoplePages;
  let browser: Browser;
  beforeAll(async () => {
    pages = await peoplePages();
    browser = await chromium.launch();
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
  });
  const root = (page: Page) =>
    page.evaluate(() => {
      const { lang, dir, dataset } = document.documentElement;
      return [lang, dir, dataset.theme];
    });

  test.each(settings().map((one) => [nameOf(one), one] as const))(
    'fit and are readable in every state: %s',
    async (_, setting) => {
      const page = await pageIn(browser, setting);
      const complaints = complaintsOf(page);
      await page.goto(inSetting(`${pages.url}/parts`, setting));
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await root(page)).toEqual([setting.lang, setting.lang === 'ar' ? 'rtl' : 'ltr', setting.theme]);
      expect(await overflowOf(page)).toEqual([]);
      await page.getByTestId('open-dialog').click();
      await page.getByTestId('dialog').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(complaints.all).toEqual([]);
      await page.context().close();
    },
  );

  test('a language and a theme that were chosen are remembered, and are there before anything is painted', async () => {
    const page = await (await browser.newContext({ colorScheme: 'light', locale: 'de-AT' })).newPage();
    await page.goto(`${pages.url}/parts`);
    expect(await root(page)).toEqual(['de', 'ltr', 'dark']);
    await page.getByRole('link', { name: 'العربية' }).click();
    await page.waitForURL(/lang=ar/);
    await page.goto(`${pages.url}/parts?theme=auto`);
    expect(await root(page)).toEqual(['ar', 'rtl', 'light']);
    await page.goto(`${pages.url}/incidents?theme=nonsense&lang=nonsense`);
    expect(await root(page)).toEqual(['ar', 'rtl', 'light']);
    // The script that decides stands before every other and before every style, so nothing is painted without it.
    const first = await page.evaluate(() => {
      const [one] = document.querySelectorAll('script, link[rel="stylesheet"]');
      return [one?.getAttribute('src')?.replace(/-.*/, ''), one?.getAttribute('type'), one?.hasAttribute('defer')];
    });
    expect(first).toEqual(['/assets/first', null, false]);
    await page.context().close();
  });

  test('every desk lists its keys, goes to pages by two of them, and leaves fields alone', async () => {
    const page = await browser.newPage();
    await page.goto(`${pages.url}/parts`);
    await page.getByLabel('Your name').click();
    await page.keyboard.type('g?i/');
    expect(await page.getByLabel('Your name').inputValue()).toBe('Lenag?i/');
    expect(await page.getByTestId('key-help').count()).toBe(0);
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('?');
    await page.getByTestId('key-help').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('key-help').waitFor({ state: 'detached' });
    await page.keyboard.type('gi');
    await page.waitForURL(/\/incidents$/);
    await page.close();
  });

  test('finds an order or a ticket by its id, asking which of the two there is', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    await page.route('**/api/explain/**', (route) => {
      asked.push(new URL(route.request().url()).pathname);
      return route.fulfill({ status: route.request().url().includes('/ticket/') ? 200 : 404, json: {} });
    });
    await page.route('**/subject/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>x</title>' }));
    await page.goto(`${pages.url}/parts`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('T-4181');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/subject\/ticket\/T-4181$/);
    expect(asked).toEqual(['/api/explain/order/T-4181', '/api/explain/ticket/T-4181']);
    await page.close();
  });
});
