import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  changeBetween,
  type Picture,
  packFrame,
  type Snapshot,
  type Stamp,
} from '../../dashboard/src/contract/index.ts';
import { STORIES } from '../../dashboard/story/fixtures.ts';
import { NOW } from '../../dashboard/story/now.ts';
import { type Complaints, complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { type ServedWall, servedWall } from './support/served-wall.ts';

const chromium = await findChromium();
const [SECOND, HOUR] = [1_000, 3_600_000];
/** Long for a page that is asked something, short for one that has hung itself up. */
const WITHIN = 30_000;
/** What the wall shows in turn, so that lists grow and shrink and every kind of cell comes and goes. */
const ROUND = ['kept', 'due', 'busy', 'storm', 'people', 'climbing', 'carrier', 'silent'].map(
  (name) => STORIES[name]!.picture!,
);

describeReal('Chromium', chromium.missing)('a wall that hangs for long', () => {
  let browser: Browser;
  let wall: ServedWall;
  let page: Page;
  let complaints: Complaints;
  let cdp: CDPSession;
  let picture = ROUND[0]!;
  let [seq, now] = [0, NOW];
  const stamp = (): Stamp => ({ server: 'long', seq, now, asOf: now });

  beforeAll(async () => {
    wall = await servedWall((files): Snapshot => ({ ...stamp(), build: files.build, picture }));
    browser = await chromium.launch();
    page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' });
    complaints = complaintsOf(page);
    cdp = await page.context().newCDPSession(page);
    await page.goto(`${wall.url}/?zone=Asia/Riyadh`);
    await page.getByTestId('verdict').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await wall?.close();
  });

  /** Told as the relay tells it: the difference, under the next number. */
  const show = (next: Picture): void => {
    const change = changeBetween(picture, next);
    picture = next;
    if (change === null) return;
    seq += 1;
    wall.say('frame', packFrame({ ...stamp(), change }));
  };
  /** Resolves when the wall shows the second that it was told last. */
  const caughtUp = async (): Promise<void> => {
    wall.say('heartbeat', stamp());
    await expect
      .poll(() => page.locator('header time').getAttribute('datetime'))
      .toContain(new Date(now).toISOString().slice(0, 18));
  };
  const weight = async (): Promise<{ heap: number; nodes: number; listeners: number }> => {
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
    return { heap: usedSize, nodes, listeners: jsEventListeners };
  };

  test('is as light after a day of frames as after an hour', { timeout: 300_000 }, async () => {
    /** A heartbeat for each five seconds and a frame for each half minute of a day; an hour of them at once. */
    const anHour = async (): Promise<void> => {
      for (let step = 1; step <= HOUR / (5 * SECOND); step++) {
        now += 5 * SECOND;
        wall.say('heartbeat', stamp());
        if (step % 6 === 0) show(ROUND[(step / 6) % ROUND.length]!);
      }
      await caughtUp();
    };
    await anHour();
    await anHour();
    const before = await weight();
    for (let hour = 2; hour < 24; hour++) await anHour();
    const after = await weight();
    expect(seq).toBeGreaterThan(2_500);
    expect(wall.resyncs, 'every frame was followed').toBe(0);
    // What is compiled and cached on the way is not a leak; one frame kept of each would be ten times this.
    expect(after.heap - before.heap).toBeLessThan(700_000);
    expect(after.nodes).toBeLessThan(before.nodes * 1.1 + 50);
    expect(after.listeners).toBeLessThanOrEqual(before.listeners + 5);
    expect(complaints.all).toEqual([]);
  });

  const MALFORMED: readonly (readonly [string, readonly unknown[]])[] = [
    ['frame', []],
    ['frame', [null]],
    ['frame', ['<script>alert(1)</script>']],
    ['frame', [{ seq: 1 }]],
    ['frame', [[]]],
    ['frame', [['long', 1e9, 0, 0, {}]]],
    ['frame', [['long', 'next', 0, 0, {}]]],
    ['frame', [['another', 1, 0, 0, { B: { drop: [0] } }]]],
    ['heartbeat', [null]],
    ['heartbeat', [{ server: 'long', seq: 1e9, now: 0, asOf: 0 }]],
    ['snapshot', [null]],
    ['snapshot', [{ server: 'long', seq: 1, now: NOW, asOf: NOW, build: '', picture: { verdict: null } }]],
    ['snapshot', [{ server: 'long', seq: 1, now: 'now', asOf: NOW, build: '', picture: ROUND[0] }]],
    ['nothing-of-ours', [{ a: 1 }]],
  ];
  test.each(MALFORMED)('keeps its picture whatever it is told: %s %j', async (event, message) => {
    show(STORIES.busy!.picture!);
    await caughtUp();
    const before = await page.getByTestId('verdict').textContent();
    wall.say(event, ...message);
    now += SECOND;
    await caughtUp();
    expect(await page.getByTestId('verdict').textContent()).toBe(before);
    expect(await page.getByTestId('partner').count()).toBe(12);
    expect(complaints.all).toEqual([]);
  });

  /** Changes that follow the last and whose parts are of the wrong shape, as a server of another release may send. */
  const BROKEN: readonly unknown[] = [
    { v: null },
    { v: { b: 'many' } },
    { B: 'none' },
    { B: { p: [null] } },
    { P: { c: [[0, { levels: 3, A: { first: 'x' } }]] } },
    { T: [{}] },
    { I: { p: [{ id: 'half' }] } },
    { silent: [null], silentTotal: 1 },
    { forecast: { hour: 1 } },
    { deadlines: ['a', null] },
    { N: { d: [99], c: [[99, {}]] } },
  ];
  test.each(BROKEN.map((change) => [change]))(
    'asks for the whole when it cannot draw what it is told: %j',
    { timeout: WITHIN },
    async (change) => {
      show(STORIES.busy!.picture!);
      await caughtUp();
      const before = await page.getByTestId('verdict').textContent();
      seq += 1;
      wall.say('frame', ['long', seq, now, 0, change]);
      now += SECOND;
      await caughtUp();
      show(STORIES.kept!.picture!);
      show(STORIES.busy!.picture!);
      now += SECOND;
      await caughtUp();
      expect(await page.getByTestId('verdict').textContent()).toBe(before);
      expect(await page.getByTestId('partner').count()).toBe(12);
      expect(complaints.all).toEqual([]);
    },
  );

  test('is set up under the policy that it is served with', async () => {
    await page.keyboard.press('s');
    const form = page.getByTestId('settings');
    await form.locator('[name="distance"]').fill('3');
    await Promise.all([page.waitForURL(/distance=3/), form.getByRole('button', { name: 'Apply' }).click()]);
    await page.getByTestId('verdict').waitFor();
    expect(complaints.all).toEqual([]);
  });
});
