import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Complaints, complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { axeViolations } from './support/axe.ts';
import { type BelfryProcess, belfryProcess } from './support/belfry-process.ts';
import { countTaps, watchFor } from './support/seen-at.ts';
import { tell } from './support/tell.ts';

const chromium = await findChromium();
/** Within so many ms of the tap both walls show who has it. */
const AT_ONCE = 1_000;

/** Each test goes on where the one before it ended: it is one morning of one incident. */
describeReal('Chromium', chromium.missing)('an acknowledgement, from a phone to two walls of a whole Belfry', () => {
  let data: string;
  let belfry: BelfryProcess;
  let browser: Browser;
  let walls: readonly Page[];
  let phone: Page;
  let complaints: readonly Complaints[];
  let opened = 0;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'belfry-acknowledge-'));
    belfry = await belfryProcess(data);
    await belfry.start();
    browser = await chromium.launch();
    const screen = { viewport: { width: 1920, height: 1080 } };
    const hand = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    // Contexts of their own: nothing that one browser keeps reaches another.
    const pages = await Promise.all(
      [screen, screen, hand].map(async (device) => (await browser.newContext(device)).newPage()),
    );
    complaints = pages.map(complaintsOf);
    walls = pages.slice(0, 2);
    phone = pages[2]!;
    await Promise.all([...walls.map((wall) => wall.goto(belfry.url)), phone.goto(`${belfry.url}/phone`)]);
    await Promise.all(everywhere().map((page) => linked(page, true)));
  });
  afterAll(async () => {
    await browser?.close();
    await belfry?.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  });

  const everywhere = (): readonly Page[] => [...walls, phone];
  const linked = (page: Page, is: boolean) =>
    page.locator(`[data-testid="link"][data-linked="${is}"]`).waitFor({ timeout: 30_000 });
  const incident = (page: Page, paint: string) => page.locator(`[data-incident][data-paint="${paint}"]`);
  /** What the tables know, which is up to a second behind the walls. */
  const stored = async (state: string): Promise<readonly object[]> => {
    const answer = await fetch(`${belfry.url}/api/incidents?state=${state}`);
    return ((await answer.json()) as { incidents: readonly object[] }).incidents;
  };
  const opens = async (subject: string, partner: string): Promise<void> => {
    opened = Date.now();
    await tell(belfry.url, { type: 'order.opened', subject, data: { salesChannel: 'demo', partner } });
    await Promise.all(everywhere().map((page) => incident(page, 'filled').waitFor({ timeout: 20_000 })));
  };

  test('a breach is an incident on both walls and on the phone', async () => {
    await opens('order/1', 'noor');
    for (const page of everywhere()) {
      expect(await incident(page, 'filled').textContent()).toMatch(/Ship within 3 s.*noor/s);
    }
    for (const wall of walls) {
      expect(await wall.getByTestId('unacknowledged').getAttribute('data-count')).toBe('1');
    }
  });

  test('three taps acknowledge it, and both walls show who has it within a second', async () => {
    const shown = await Promise.all(walls.map((wall) => watchFor(wall, '[data-paint="outlined"]', 'Lena')));
    const tapped = await countTaps(phone);
    await phone.getByTestId('acknowledge').tap();
    await phone.locator('[name="who"]').tap();
    await phone.keyboard.type('Lena');
    await phone.getByTestId('confirm').tap();
    const seen = await Promise.all(shown.map((at) => at()));
    const { taps, last } = await tapped();
    expect(taps).toBe(3);
    for (const at of seen) {
      expect(at).toBeGreaterThan(last);
      expect(at - last).toBeLessThan(AT_ONCE);
    }
    await phone.getByTestId('acknowledged').waitFor();
    await Promise.all(
      walls.map((wall) => wall.locator('[data-testid="unacknowledged"][data-count="0"]').waitFor({ timeout: AT_ONCE })),
    );
    for (const wall of walls) expect(await axeViolations(wall)).toEqual([]);
  });

  test('it stands after kill -9, on the pages that were open and on a new one', async () => {
    for (const complaint of complaints) complaint.expectOutage();
    await belfry.kill();
    await Promise.all(everywhere().map((page) => linked(page, false)));
    await belfry.start();
    await Promise.all(everywhere().map((page) => linked(page, true)));
    for (const complaint of complaints) complaint.endOutage();
    const fresh = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await fresh.goto(belfry.url);
    await incident(fresh, 'outlined').getByText('Lena').waitFor();
    await fresh.close();
    await Promise.all(
      everywhere().map((page) => incident(page, 'outlined').getByText('Lena', { exact: true }).waitFor()),
    );
  });

  test('late evidence resolves it, and it is gone on all three', async () => {
    await tell(belfry.url, { type: 'order.shipped', subject: 'order/1', at: opened + 1_000 });
    await Promise.all(
      everywhere().map((page) =>
        page.locator('[data-incident]').first().waitFor({ state: 'detached', timeout: 20_000 }),
      ),
    );
    await Promise.all(everywhere().map((page) => page.locator('[data-testid="verdict"][data-kind="kept"]').waitFor()));
    await expect.poll(() => stored('resolved')).toMatchObject([{ retracted: 1 }]);
  });

  test('a silence shows first what it hides, and is then seen in place on the walls until it ends', async () => {
    await opens('order/2', 'vltava');
    await expect.poll(async () => (await stored('open')).length).toBe(1);
    const desk = await (await browser.newContext()).newPage();
    const deskComplaints = complaintsOf(desk);
    await desk.goto(`${belfry.url}/incidents`);
    await desk.getByRole('link', { name: 'Ship within 3 s' }).click();
    await desk.getByRole('link', { name: 'Silence this …' }).click();
    await desk.getByText('It would hide 1 of 1 open items').waitFor();
    await desk.locator('[name="who"]').fill('Omar');
    await desk.locator('[name="reason"]').fill('stocktaking');
    await desk.getByTestId('set').click();
    await Promise.all(everywhere().map((page) => incident(page, 'dashed').getByText('silenced').waitFor()));
    for (const wall of walls) {
      expect(await wall.getByTestId('breached').textContent()).toBe('1');
      expect(await axeViolations(wall)).toEqual([]);
    }
    const silence = desk.getByTestId('silence').filter({ hasText: 'Omar' });
    await silence.getByText('in force').waitFor();
    await silence.getByTestId('end').click();
    await Promise.all(everywhere().map((page) => incident(page, 'filled').waitFor()));
    await silence.getByText('ended').waitFor();
    expect(deskComplaints.all).toEqual([]);
    await desk.context().close();
  });

  test('nothing complained', () => {
    expect(complaints.flatMap(({ all }) => all)).toEqual([]);
  });
});
