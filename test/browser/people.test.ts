/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Complaints, complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { type PeoplePages, peoplePages } from './support/people-pages.ts';

const chromium = await findChromium();

describeReal('Chromium', chromium.missing)('the pages of people in a browser, as they are built and served', () => {
  let pages: PeoplePages;
  let browser: Browser;
  let page: Page;
  let complaints: Complaints;
  beforeAll(async () => {
    pages = await peoplePages();
    browser = await chromium.launch();
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
  });
  beforeEach(async () => {
    pages.reset();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    complaints = complaintsOf(page);
  });
  afterEach(async () => {
    expect(complaints.all).toEqual([]);
    await page.context().close();
  });

  const place = (): string => page.url().slice(pages.url.length);
  const text = async (id: string): Promise<string> =>
    ((await page.getByTestId(id).first().textContent()) ?? '').replace(/\s+/g, ' ').trim();

  test('from the list to one incident and back; what is chosen stands in the address', async () => {
    await page.goto(`${pages.url}/incidents`);
    await page.getByTestId('incident').first().waitFor();
    expect(await text('total')).toBe('4 open incidents');
    await page.getByRole('link', { name: 'resolved', exact: true }).click();
    await expect.poll(() => text('total')).toBe('1 resolved incident');
    expect(place()).toBe('/incidents?state=resolved');
    await page.goBack();
    await expect.poll(() => text('total')).toBe('4 open incidents');
    await page.getByRole('link', { name: 'Pickup 2 h' }).click();
    await expect.poll(place).toBe('/incident/inc_carrier');
    await page.getByTestId('title').waitFor();
    expect(await text('counts')).toBe('214 open, 231 ever, 12 taken back by late evidence, 59 silenced');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  });

  test('lists every item of an incident, page by page', async () => {
    await page.goto(`${pages.url}/incident/inc_carrier`);
    const seen = new Set<string>();
    for (let shown = 1; shown <= 5; shown++) {
      await expect.poll(() => text('items-shown')).toMatch(new RegExp(`^${(shown - 1) * 50 + 1}–`));
      const rows = await page.getByTestId('item').locator('th').allTextContents();
      for (const row of rows) seen.add(row);
      if (shown < 5) await page.getByTestId('next-items').click();
    }
    expect(seen.size).toBe(231);
    expect(place()).toBe('/incident/inc_carrier?page=5');
    expect(await page.getByTestId('next-items').count()).toBe(0);
  });

  test('acknowledges and assigns from its page, by keyboard', async () => {
    await page.goto(`${pages.url}/incident/inc_carrier`);
    await page.locator('[name="who"]').fill('Lena');
    await page.locator('[name="comment"]').fill('calling their dispatcher');
    await page.keyboard.press('Enter');
    await expect.poll(() => text('said')).toBe('Acknowledged.');
    await page.locator('[name="to"]').fill('Omar');
    await page.getByTestId('assign').focus();
    await page.keyboard.press('Space');
    await expect.poll(() => text('said')).toBe('Assigned to Omar.');
    expect(pages.said).toEqual([
      {
        type: 'signal.acknowledged',
        subject: 'incident/inc_carrier',
        data: { who: 'Lena', reason: 'calling their dispatcher' },
      },
      { type: 'signal.assigned', subject: 'incident/inc_carrier', data: { who: 'Lena', to: 'Omar' } },
    ]);
  });

  test('shows what a silence would hide before it can be set, and ends one', async () => {
    await page.goto(`${pages.url}/incident/inc_carrier`);
    await page.getByRole('link', { name: 'Silence this …' }).click();
    await expect.poll(place).toBe('/silences?promise=mall%2Fpickup&carrier=SMSA');
    await expect.poll(() => text('preview')).toMatch(/It would hide 216 of 217 open items, 3 incidents:/);
    expect(await page.getByTestId('set').isEnabled()).toBe(true);
    await page.locator('[name="partner"]').fill('nobody');
    await page.locator('[name="reason"]').click();
    await expect.poll(() => text('preview')).toMatch(/would hide nothing/);
    expect(place()).toContain('partner=nobody');
    for (const field of ['partner', 'promise', 'carrier']) await page.locator(`[name="${field}"]`).fill('');
    await page.locator('[name="reason"]').fill('strike at the hub');
    await expect.poll(() => page.getByTestId('set').isDisabled()).toBe(true);
    await page.locator('[name="carrier"]').fill('SMSA, DPD');
    await page.locator('[name="who"]').fill('Lena');
    await expect.poll(() => page.getByTestId('set').isEnabled()).toBe(true);
    const before = Date.now();
    await page.getByTestId('set').click();
    await expect.poll(() => text('said')).toBe('Silence set.');
    const [silence] = pages.said;
    expect(silence).toMatchObject({
      type: 'silence.set',
      data: { who: 'Lena', reason: 'strike at the hub', matcher: { carrier: ['SMSA', 'DPD'] } },
    });
    expect(silence!.subject).toMatch(/^silence\/[0-9a-f]{24}$/);
    const lasts = Date.parse(String(silence!.data.until)) - before;
    expect(lasts).toBeGreaterThanOrEqual(3_600_000);
    expect(lasts).toBeLessThan(3_660_000);
    await page.getByTestId('end').click();
    await expect.poll(() => pages.said.length).toBe(2);
    expect(pages.said[1]).toEqual({ type: 'silence.ended', subject: 'silence/ab12', data: { who: 'Lena' } });
  });

  test('opens a delivery, delivers it again, sends a test, and asks the routes', async () => {
    await page.goto(`${pages.url}/hooks`);
    const ops = page.locator('[data-testid="hook"][data-hook="ops"]');
    await ops.waitFor();
    expect((await ops.textContent())?.replace(/\s+/g, ' ')).toMatch(/FAILING · 7 attempts failed in a row/);
    const delivery = page.locator('[data-delivery="msg_ops_1"]');
    await delivery.getByRole('link').click();
    await expect.poll(place).toBe('/hooks?delivery=msg_ops_1');
    expect(JSON.parse(await text('body'))).toMatchObject({ id: 'msg_ops_1' });
    await page.getByTestId('redeliver').click();
    await expect.poll(() => pages.posted).toEqual([{ path: '/api/hooks/ops/redeliver', body: { id: 'msg_ops_1' } }]);
    await ops.getByTestId('test').click();
    await expect.poll(() => pages.posted.at(-1)?.path).toBe('/api/hooks/ops/test');

    await page.locator('[name="signal"]').fill('{ "kind": ');
    await page.getByTestId('ask').click();
    expect(await text('unread')).toMatch(/^This is no JSON:/);
    await page.locator('[name="signal"]').fill('{ "kind": "breached", "promise": "mall/pickup" }');
    await page.getByTestId('ask').click();
    await expect.poll(() => text('told')).toBe('ops by route pickups line 12: promise is mall/pickup');
    expect(pages.posted.at(-1)).toEqual({
      path: '/api/route',
      body: { kind: 'breached', promise: 'mall/pickup' },
    });
  });

  test('filters what was said', async () => {
    await page.goto(`${pages.url}/audit`);
    await expect.poll(() => page.getByTestId('said-entry').count()).toBe(6);
    await page.locator('[name="type"]').selectOption('kpi.excluded');
    await page.getByRole('button', { name: 'Filter' }).click();
    await expect.poll(() => page.getByTestId('said-entry').count()).toBe(1);
    expect(place()).toBe('/audit?type=kpi.excluded');
    await page.reload();
    await expect.poll(() => page.getByTestId('said-entry').count()).toBe(1);
    await page.getByRole('link', { name: 'Clear' }).click();
    await expect.poll(() => page.getByTestId('said-entry').count()).toBe(6);
  });
});
