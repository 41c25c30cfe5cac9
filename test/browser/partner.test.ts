/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Complaints, complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { axeViolations } from './support/axe.ts';
import { type PartnerPages, partnerPages } from './support/partner-pages.ts';

const chromium = await findChromium();

describeReal('Chromium', chromium.missing)('the partner pages in a browser, as they are built and served', () => {
  let pages: PartnerPages;
  let browser: Browser;
  let page: Page;
  let complaints: Complaints;
  beforeAll(async () => {
    pages = await partnerPages();
    await pages.start();
    browser = await chromium.launch();
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
  });
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    complaints = complaintsOf(page);
  });
  afterEach(async () => {
    // A style or script that the policy refuses is a complaint too.
    expect(complaints.all).toEqual([]);
    await page.close();
  });

  const open = async (path: string): Promise<void> => {
    await page.goto(pages.url + path);
    await page.locator('[data-testid="call-list"], [data-testid="orders-total"]').first().waitFor();
    await expect.poll(() => page.locator('text=/^Reading the/').count()).toBe(0);
  };
  const place = (): string => page.url().slice(pages.url.length);
  const text = async (id: string): Promise<string> =>
    ((await page.getByTestId(id).first().textContent()) ?? '').replace(/\s+/g, ' ').trim();
  const card = (kpi: string) => page.locator(`[data-testid="card"][data-kpi="mall/${kpi}"]`);
  const orders = () => page.getByTestId('order').evaluateAll((rows) => rows.map((row) => row.dataset.subject ?? ''));

  test('from whom to call first to what made it so', async () => {
    await open('/partners?lang=ar');
    const first = page.getByTestId('call').first();
    expect((await first.textContent())?.replace(/\s+/g, ' ')).toMatch(
      /Tamr Foods.*silver.*On-time delivery.*short by 4/,
    );
    expect(await page.getByTestId('call').count()).toBe(9);
    await first.getByRole('link').click();
    await expect.poll(place).toBe('/partner/tamr?kpi=mall%2Fon-time&window=month&lang=ar');
    await expect.poll(() => text('name')).toBe('Tamr Foods');
    expect(await page.title()).toBe('Tamr Foods · Belfry');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
    await page.goBack();
    await expect.poll(() => page.getByTestId('call').count()).toBe(9);
    expect(place()).toBe('/partners?lang=ar');
  });

  test('a card and its window choose what lies below; back and forward, and a reload, show the same', async () => {
    await open('/partner/noor');
    expect(await text('chosen')).toBe('On-time delivery, last 7 days');
    await card('cancellation-rate').locator('[data-window="month"]').click();
    await expect.poll(() => text('chosen')).toBe('Cancellation rate, this month');
    expect(place()).toBe('/partner/noor?kpi=mall%2Fcancellation-rate&window=month');
    await page.locator('[data-set="kept"]').click();
    await expect.poll(() => text('orders-total')).toMatch(/kept orders$/);
    const seen = await text('orders-total');
    await page.goBack();
    await expect.poll(() => text('orders-total')).toMatch(/failing orders$/);
    await page.goBack();
    await expect.poll(() => text('chosen')).toBe('On-time delivery, last 7 days');
    await page.goForward();
    await page.goForward();
    await expect.poll(() => text('orders-total')).toBe(seen);
    await page.reload();
    await expect.poll(() => text('orders-total')).toBe(seen);
    expect(await text('chosen')).toBe('Cancellation rate, this month');
    expect(await card('cancellation-rate').getAttribute('data-selected')).toBe('true');
  });

  test('the whole card selects by mouse, its title by keyboard', async () => {
    await open('/partner/noor');
    await card('tracking-rate').getByTestId('rate').click({ force: true });
    await expect.poll(place).toBe('/partner/noor?kpi=mall%2Ftracking-rate');
    await card('status-error').getByRole('link', { name: 'Status error' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(place).toBe('/partner/noor?kpi=mall%2Fstatus-error');
  });

  test('says the number in orders, what it was before it was revised, and how it is judged', async () => {
    await open('/partner/noor?window=previous-month');
    expect(await text('count')).toMatch(/^\d,\d{3}\/\d,\d{3} at 90 %: \d+ to spare$/);
    expect(await text('settled')).toBe('final');
    expect(await text('revised')).toMatch(/^revised: [\d,]+\/[\d,]+ → [\d,]+\/[\d,]+ final since 5 Nov 00:00$/);
    await page.goto(`${pages.url}/partner/noor`);
    await expect.poll(() => text('settled')).toBe('provisional');
    expect(await text('burn')).toContain('Fast burn');
    expect(await text('projection')).toMatch(/^November, projected blocked, [\d.]+ % short by \d+$/);
  });

  test('as many rows as the number says, page by page, and as many lines in the CSV of exactly that', async () => {
    await open('/partner/noor?carrier=DPD');
    const total = Number.parseInt(await text('orders-total'), 10);
    expect(total).toBeGreaterThan(20);
    await page.locator('[data-set="all"]').click();
    await expect.poll(() => text('orders-total')).toMatch(/^\d+ orders$/);
    const all = Number.parseInt(await text('orders-total'), 10);
    for (let shown = 50; shown < all; shown += 50) {
      expect(await text('orders-shown')).toBe(`${shown} of ${all} shown`);
      await page.getByTestId('more').click();
      await expect.poll(async () => (await orders()).length).toBe(Math.min(all, shown + 50));
    }
    expect(await page.getByTestId('more').count()).toBe(0);
    const subjects = await orders();
    expect(new Set(subjects).size).toBe(all);
    expect(await page.locator('[data-testid="order"][data-failing="true"]').count()).toBe(total);
    const href = await page.getByTestId('csv').getAttribute('href');
    const csv = await (await fetch(pages.url + href)).text();
    expect(
      csv
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[0]),
    ).toEqual(subjects);
    expect(await card('on-time').getByTestId('count').textContent()).toContain(`/${all} at`);
  });

  test('causes sum to what fails, and what changed is written as a sum that is right', async () => {
    await open('/partner/noor');
    const failing = Number.parseInt(await text('orders-total'), 10);
    const lists = await page
      .getByTestId('causes')
      .locator('ul')
      .evaluateAll((all) =>
        all.map((list) => [...list.querySelectorAll('.count')].map((one) => Number(one.textContent))),
      );
    expect(lists.map((counts) => counts.reduce((sum, count) => sum + count, 0))).toEqual([failing, failing, failing]);
    const ofCell = (cell: string): number => Number(cell.replace('−', '-').replaceAll(/[,+]/g, ''));
    for (const table of await page.getByTestId('changes').locator('table').all()) {
      for (const column of ['num', 'den']) {
        const parts = await table.getByTestId(`change-${column}`).allTextContents();
        const now = await table.getByTestId(`change-${column}-now`).textContent();
        expect(parts.map(ofCell).reduce((sum, part) => sum + part, 0)).toBe(ofCell(now ?? ''));
      }
    }
  });

  test('a carrier is chosen from the causes or the filter, days by their form, and all is taken back at once', async () => {
    await open('/partner/noor?tz=Europe/Prague');
    await page.getByTestId('causes').getByRole('link', { name: 'GLS' }).click();
    await expect.poll(place).toBe('/partner/noor?carrier=GLS&tz=Europe%2FPrague');
    await expect.poll(() => page.locator('select[name="carrier"]').inputValue()).toBe('GLS');
    await page.locator('select[name="market"]').selectOption('SA');
    await page.locator('input[name="from"]').fill('2026-11-02');
    await page.locator('input[name="to"]').fill('2026-11-15');
    await page.getByRole('button', { name: 'Show days' }).click();
    await expect
      .poll(place)
      .toBe('/partner/noor?from=2026-11-02&to=2026-11-15&market=SA&carrier=GLS&tz=Europe%2FPrague');
    await expect.poll(() => text('chosen')).toBe('On-time delivery, given days');
    expect(pages.asked.at(-1)).not.toContain('window=');
    await page.getByTestId('everything').click();
    await expect.poll(place).toBe('/partner/noor?tz=Europe%2FPrague');
  });

  test('draws the days, tells them by keyboard and as a table, and the window before beside them', async () => {
    await open('/partner/noor?window=month&compare=1');
    await page.locator('[data-testid="chart"] canvas').waitFor();
    expect(await text('told')).toMatch(
      /^Mon, 23 Nov 2026: [\d.]+ % · \d+ of \d+ orders of the day failing · before [\d.]+ %$/,
    );
    await page.getByRole('slider', { name: 'Day in the chart' }).focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => text('told')).toMatch(/^Sun, 22 Nov 2026/);
    await page.getByText('The same as a table').click();
    expect(await page.getByTestId('history').locator('tbody tr').count()).toBe(23);
    expect(await text('before')).toMatch(/^before: [\d.]+ %/);
    expect(await axeViolations(page)).toEqual([]);
  });

  test('says what it leaves out of its address, until that is cleared', async () => {
    await open('/partner/noor?kpi=gone&from=2026-11-01');
    expect(await text('left-out')).toMatch(/There is no KPI gone here\. .*"from" in the address is left out/);
    expect(await text('chosen')).toBe('On-time delivery, last 7 days');
    await page.getByTestId('left-out').getByRole('link', { name: 'Clear' }).click();
    await expect.poll(place).toBe('/partner/noor');
    expect(await page.getByTestId('left-out').count()).toBe(0);
  });

  test('says what the server refuses in its words', async () => {
    // The browser itself writes a line for an answer that is a refusal.
    const refusals = /404 \(Not Found\)/;
    await page.goto(`${pages.url}/partner/nobody`);
    await page.getByTestId('trouble').waitFor();
    expect(await text('trouble')).toMatch(
      /There is no partner nobody\..*lists those that there are\..*refused: partner/,
    );
    await page.getByRole('link', { name: 'All partners' }).click();
    await expect.poll(place).toBe('/partners');
    expect(complaints.all.every((line) => refusals.test(line))).toBe(true);
    complaints = complaintsOf(page);
  });

  test('keeps its figures, grey, while the link is lost, and comes back by itself', async () => {
    await open('/partner/noor');
    complaints.expectOutage();
    await pages.stop();
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.locator('[data-testid="trouble"][data-kind="LinkLost"]').first().waitFor();
    expect(await text('trouble')).toMatch(/What you see is of \d\d:\d\d:\d\d and old\./);
    expect(await page.getByTestId('partner-page').getAttribute('data-picture')).toBe('old');
    expect(await text('count')).toMatch(/short by \d+$/);
    expect(await axeViolations(page)).toEqual([]);
    await pages.start();
    await page.getByTestId('trouble').waitFor({ state: 'detached', timeout: 20_000 });
    complaints.endOutage();
    expect(await page.getByTestId('partner-page').getAttribute('data-picture')).toBeNull();
  });

  test('never changes rows under the eyes of who reads further down', async () => {
    await open('/partner/noor');
    await page.getByTestId('more').click();
    await expect.poll(async () => (await orders()).length).toBe(100);
    pages.moveOn(1);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.getByRole('button', { name: 'Read them again' }).click();
    await expect.poll(async () => (await orders()).length).toBe(50);
    await expect.poll(() => page.getByRole('button', { name: 'Read them again' }).count()).toBe(0);
  });

  test('keeps notes of calls, and says when the next one is', async () => {
    await open('/partner/noor');
    await expect.poll(() => page.getByTestId('note').count()).toBe(2);
    expect(await text('next-call')).toMatch(/^next call 24 Nov/);
    const notes = page.getByTestId('notes');
    await notes.locator('[name="note"]').fill('They hire two packers.');
    await notes.locator('[name="who"]').fill('Lena');
    await notes.locator('[name="next-call"]').fill('2026-11-30T10:00');
    await page.getByTestId('add-note').click();
    await expect.poll(() => pages.said.length).toBe(1);
    const nextCall = await page.evaluate(() => new Date('2026-11-30T10:00').toISOString());
    expect(pages.said[0]).toEqual({
      type: 'partner.noted',
      subject: 'partner/noor',
      data: { who: 'Lena', note: 'They hire two packers.', nextCall },
    });
    expect(await axeViolations(page)).toEqual([]);
  });

  test('excludes an order from this KPI: why, by what evidence, and who approved it', async () => {
    await open('/partner/noor');
    const [first] = await orders();
    await page.getByTestId('exclude').first().click();
    const dialog = page.getByTestId('exclude-dialog');
    expect(await axeViolations(page)).toEqual([]);
    await dialog.locator('[name="reason"]').fill('the customer moved');
    await dialog.locator('[name="evidence"]').fill('ticket 4711');
    await dialog.locator('[name="who"]').fill('Omar');
    await page.getByTestId('confirm-exclude').click();
    await page.getByTestId('excluded').waitFor();
    expect(pages.said.at(-1)).toEqual({
      type: 'kpi.excluded',
      subject: first,
      data: { who: 'Omar', reason: 'the customer moved', kpi: 'mall/on-time', evidence: 'ticket 4711' },
    });
  });

  test('on a phone only the table of orders is wider than the page, and can be moved', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open('/partner/noor');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    const table = page.getByRole('region', { name: 'Orders, newest first' });
    await table.focus();
    expect(await table.evaluate((region) => region.scrollWidth > region.clientWidth)).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
  });
});
