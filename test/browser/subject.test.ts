import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { axeViolations } from './support/axe.ts';
import { type BelfryProcess, belfryProcess } from './support/belfry-process.ts';
import { tell } from './support/tell.ts';

const chromium = await findChromium();
const DESK = { viewport: { width: 1920, height: 1080 } };
const HAND = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Each test goes on where the one before it ended. */
describeReal('Chromium', chromium.missing)('the page of one order', () => {
  let data: string;
  let belfry: BelfryProcess;
  let browser: Browser;
  let desk: Page;
  let opened = 0;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'belfry-subject-'));
    belfry = await belfryProcess(data);
    await belfry.start();
    browser = await chromium.launch();
    desk = await (await browser.newContext(DESK)).newPage();
    opened = Date.now();
    await tell(belfry.url, {
      type: 'order.opened',
      subject: 'order/1',
      data: { salesChannel: 'demo', partner: 'noor' },
      at: opened,
    });
  });
  afterAll(async () => {
    await browser?.close();
    await belfry?.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  });

  const verdict = (page: Page, is: string) => page.locator(`[data-testid="verdict"][data-is="${is}"]`);
  /** How far the page is wider than its screen, px. */
  const sticksOut = (page: Page): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const shot = async (page: Page, name: string): Promise<void> => {
    const folder = process.env.BELFRY_SHOTS;
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };

  test('says biggest that it is breached, counts on by itself, and shows why, and who was told when', async () => {
    // Until the processor has read it, nothing was ever told of it, and a browser complains of each 404.
    await expect
      .poll(async () => (await fetch(`${belfry.url}/api/subject/order/1`)).ok, { timeout: 30_000 })
      .toBe(true);
    const complaints = complaintsOf(desk);
    await desk.goto(`${belfry.url}/subject/order/1?lang=en&theme=dark`);
    const breached = verdict(desk, 'breached-ago');
    await breached.waitFor({ timeout: 30_000 });
    const before = await breached.textContent();
    await expect.poll(() => breached.textContent()).not.toBe(before);
    expect(before).toMatch(/breached .*0:\d\d.* ago/);
    await desk
      .getByTestId('timeline')
      .getByRole('img', { name: /counted 0:\d\d/ })
      .waitFor();
    await desk
      .getByTestId('ledger')
      .getByRole('row', { name: /counted/ })
      .first()
      .waitFor();
    await desk.getByTestId('evidence').getByRole('rowheader', { name: 'order.opened' }).waitFor();
    expect(await axeViolations(desk)).toEqual([]);
    expect(await sticksOut(desk)).toBe(0);
    await shot(desk, 'subject-en-dark');
    expect(complaints.all).toEqual([]);
  });

  test('on a phone in Arabic and light it is whole, and its timeline runs left to right', async () => {
    const phone = await (await browser.newContext(HAND)).newPage();
    const complaints = complaintsOf(phone);
    await phone.goto(`${belfry.url}/subject/order/1?lang=ar&theme=light`);
    await verdict(phone, 'breached-ago').waitFor();
    expect(await verdict(phone, 'breached-ago').textContent()).toContain('أُخلّ به منذ');
    expect(await phone.locator('[data-testid="timeline"] [dir="ltr"] svg').count()).toBe(1);
    expect(await axeViolations(phone)).toEqual([]);
    expect(await sticksOut(phone)).toBe(0);
    await shot(phone, 'subject-ar-light');
    expect(complaints.all).toEqual([]);
    await phone.context().close();
  });

  test('late evidence takes the breach back: it is struck through, with the reason', async () => {
    await tell(belfry.url, { type: 'order.shipped', subject: 'order/1', at: opened + 1_000 });
    await verdict(desk, 'met').waitFor({ timeout: 30_000 });
    const retraction = desk.getByTestId('retraction');
    expect(await retraction.locator('s').textContent()).toContain('Said to be missed');
    expect(await retraction.locator('bdi').textContent()).not.toBe('');
    expect(await axeViolations(desk)).toEqual([]);
    await shot(desk, 'subject-retracted');
  });

  test('the search leads to it; what was never told of is refused in words, with a way out', async () => {
    await desk.goto(`${belfry.url}/subject/order/never?lang=en`);
    await desk.getByTestId('trouble').waitFor();
    expect(await axeViolations(desk)).toEqual([]);
    await desk.keyboard.press('/');
    await desk.keyboard.type('1');
    await desk.keyboard.press('Enter');
    await desk.waitForURL(`${belfry.url}/subject/order/1`);
    await verdict(desk, 'met').waitFor();
  });
});
