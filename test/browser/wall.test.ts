import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { axeViolations } from './support/axe.ts';
import { type BelfryProcess, belfryProcess } from './support/belfry-process.ts';

const chromium = await findChromium();

describeReal('Chromium', chromium.missing)('a wall in a browser, in front of a whole Belfry', () => {
  let data: string;
  let belfry: BelfryProcess;
  let browser: Browser;
  let page: Page;
  let complaints: ReturnType<typeof complaintsOf>;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'belfry-wall-'));
    belfry = await belfryProcess(data);
    await belfry.start();
    browser = await chromium.launch();
    page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    complaints = complaintsOf(page);
  });
  afterAll(async () => {
    await browser?.close();
    await belfry?.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  });

  const ORDER = { salesChannel: 'demo', partner: 'noor' };
  /** @param ago how long ago it happened, ms. */
  const post = async (type: string, subject: string, data: Record<string, unknown> = ORDER, ago = 0): Promise<void> => {
    const id = `${type}-${subject}`;
    const time = new Date(Date.now() - ago).toISOString();
    const event = {
      specversion: '1.0',
      id,
      source: 'test',
      type,
      subject,
      time,
      data,
    };
    const response = await fetch(`${belfry.url}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    });
    expect(response.ok, await response.text()).toBe(true);
  };
  const breach = (subject: string) => page.locator(`[data-testid="breach"][data-subject="${subject}"]`);
  const escalation = (subject: string) => page.locator(`[data-testid="escalation"][data-subject="${subject}"]`);
  const verdict = () => page.getByTestId('verdict');

  test('begins empty and says how to send an event', async () => {
    await page.goto(belfry.url);
    await page.getByTestId('empty').waitFor();
    expect(await page.getByTestId('empty').textContent()).toContain(`curl ${belfry.url}/events`);
    expect(await axeViolations(page)).toEqual([]);
    // Kept in the page's memory only: it is gone after a reload.
    await page.evaluate(() => Object.assign(globalThis, { sameLoad: true }));
  });

  test('shows the breach of the order that its own curl line opens', async () => {
    const line = await page.getByTestId('empty').locator('pre').textContent();
    await promisify(execFile)('sh', ['-c', `${line} --fail --silent --show-error`]);
    await breach('order/1').waitFor({ timeout: 20_000 });
    expect(await page.getByTestId('breached').textContent()).toBe('1');
    expect(await axeViolations(page)).toEqual([]);
  });

  test('closes it when the order ships late', async () => {
    await post('order.shipping', 'order/1');
    await breach('order/1').waitFor({ state: 'detached', timeout: 20_000 });
    await page.locator('[data-testid="verdict"][data-kind="kept"]').waitFor();
  });

  test('says who was told of a ticket that is not done, though no promise is broken', async () => {
    // The second level is told eight hours after the creation: of one that is told now, at once.
    const ticket = { partner: 'noor', impact: 'medium', urgency: 'medium' };
    await post('ticket.created', 'ticket/1', ticket, 8 * 3_600_000);
    await escalation('ticket/1').waitFor({ timeout: 20_000 });
    expect((await escalation('ticket/1').getByTestId('level').textContent())?.trim()).toBe('senior developer');
    expect(await verdict().textContent()).not.toMatch(/BREACHED/);
    expect(await axeViolations(page)).toEqual([]);
  });

  test('says that it is old while the server is away, and keeps its picture', async () => {
    await post('order.opened', 'order/2');
    await breach('order/2').waitFor({ timeout: 20_000 });
    complaints.expectOutage();
    await belfry.kill();
    await page.locator('[data-testid="link"][data-linked="false"]').waitFor({ timeout: 2_000 });
    await page.locator('[data-testid="age"][data-level="aging"]').waitFor({ timeout: 6_000 });
    expect(await breach('order/2').count()).toBe(1);
    const killed = Date.now();
    await expect.poll(() => Date.now() - killed, { timeout: 10_000 }).toBeGreaterThan(5_000);
  });

  test('turns to a hatched banner when the server stays away', async () => {
    await page.locator('[data-testid="verdict"][data-kind="old"]').waitFor({ timeout: 20_000 });
    expect(await verdict().textContent()).toMatch(/NO LINK since \d\d:\d\d:\d\d\s+·\s+picture is old/);
    expect(await breach('order/2').count()).toBe(1);
    expect(await axeViolations(page)).toEqual([]);
  });

  test('comes back by itself: no gap, no duplicate, and it says that it was old', async () => {
    await belfry.start();
    await page.locator('[data-testid="verdict"][data-kind="counts"]').waitFor({ timeout: 30_000 });
    await page.getByTestId('was-stale').waitFor();
    complaints.endOutage();
    expect(await page.getByTestId('breached').textContent()).toBe('1');
    expect(await escalation('ticket/1').count()).toBe(1);
    // Of another partner: what breaks of one within ten minutes is one incident.
    await post('order.opened', 'order/3', { salesChannel: 'demo', partner: 'vltava' });
    await breach('order/3').waitFor({ timeout: 20_000 });
    const subjects = await page.getByTestId('breach').evaluateAll((cells) => cells.map((cell) => cell.dataset.subject));
    expect(subjects).toEqual(['order/3', 'order/2']);
    expect(await page.evaluate(() => (globalThis as { sameLoad?: boolean }).sameLoad)).toBe(true);
  });

  test('forgets the ticket when it is resolved', async () => {
    await post('ticket.resolved', 'ticket/1', {});
    await escalation('ticket/1').waitFor({ state: 'detached', timeout: 20_000 });
  });

  test('shows what the server’s snapshot says', async () => {
    const snapshot = (await (await fetch(`${belfry.url}/api/snapshot`)).json()) as {
      picture: { breaches: { subject: string }[]; verdict: { breached: number } };
    };
    expect(snapshot.picture.breaches.map(({ subject }) => subject)).toEqual(['order/3', 'order/2']);
    expect(snapshot.picture.verdict.breached).toBe(2);
  });

  test('never complained', () => {
    expect(complaints.all).toEqual([]);
  });
});
