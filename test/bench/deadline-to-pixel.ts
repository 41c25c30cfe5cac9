import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { belfryProcess } from '../browser/support/belfry-process.ts';
import { findChromium } from '../support/chromium.ts';

/** The demo promise: ship within 3 s; and the grace that every deadline has. ms. */
const PROMISED = 3_000;
const GRACE = 2_000;
const BETWEEN = 120;

/**
 * `npm run bench -- deadline-to-pixel [count]`: opens so many orders (200) that must ship in 3 s, one after the other, in
 * front of a whole Belfry, and measures in the page when each breach stands in its DOM: ms after deadline + grace.
 */
export async function deadlineToPixel([count = '200']: readonly string[]): Promise<void> {
  const chromium = await findChromium();
  if (chromium.missing !== undefined) throw new Error(`No Chromium: ${chromium.missing}`);
  const data = await mkdtemp(join(tmpdir(), 'belfry-pixel-'));
  const belfry = await belfryProcess(data);
  await belfry.start();
  const browser = await chromium.launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(belfry.url);
    await page.getByTestId('empty').waitFor();
    // One before the measurement, so that nothing is loaded or compiled during it.
    await open(belfry.url, 'warm-up');
    await page.locator('[data-testid="breach"]').waitFor({ timeout: 30_000 });
    await page.evaluate(WATCH);
    for (let n = 0; n < Number(count); n++) {
      await open(belfry.url, `o${n}`);
      await pause(BETWEEN);
    }
    await pause(PROMISED + GRACE + 2_000);
    report(await seen(page), Number(count));
  } finally {
    await browser.close();
    await belfry.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function open(url: string, name: string): Promise<void> {
  const time = new Date().toISOString();
  const event = { specversion: '1.0', id: name, source: 'bench', type: 'order.opened', subject: `order/${name}`, time };
  const response = await fetch(`${url}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    // A partner each: what breaks of one partner within ten minutes is one incident, and one cell.
    body: JSON.stringify({ ...event, data: { salesChannel: 'demo', partner: `bench-${name}` } }),
  });
  if (!response.ok) throw new Error(`Intake answered ${response.status}: ${await response.text()}`);
}

/**
 * Notes in the page, for each breach, when it came into the DOM and when it was due, both by this machine's clock. As
 * text, since tsx puts calls into functions that the page does not have.
 */
const WATCH = `
  globalThis.firstSeen = new Map();
  new MutationObserver(() => {
    const now = Date.now();
    for (const { dataset } of document.querySelectorAll('[data-testid="breach"]')) {
      if (!firstSeen.has(dataset.subject)) firstSeen.set(dataset.subject, now - Number(dataset.due));
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
`;

const seen = async (page: Page): Promise<number[]> => {
  const found = (await page.evaluate('[...firstSeen]')) as [subject: string, after: number][];
  return found.filter(([subject]) => subject !== 'order/warm-up').map(([, after]) => after - GRACE);
};

function report(delays: number[], count: number): void {
  delays.sort((a, b) => a - b);
  const at = (share: number): number | undefined =>
    delays[Math.min(delays.length - 1, Math.floor(share * delays.length))];
  const result = {
    bench: 'deadline-to-pixel',
    count,
    seen: delays.length,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max: at(1),
  };
  console.table([result]);
  console.log(JSON.stringify(result));
}
