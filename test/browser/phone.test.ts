/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Complaints, complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { axeViolations } from './support/axe.ts';
import { type PeoplePages, peoplePages } from './support/people-pages.ts';

const chromium = await findChromium();

describeReal('Chromium', chromium.missing)('the phone page, as it is built and served', () => {
  let pages: PeoplePages;
  let browser: Browser;
  let phone: Page;
  let complaints: Complaints;
  /** The browser itself writes a line for an answer that is a refusal. */
  let refusals = 0;
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
    refusals = 0;
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    phone = await context.newPage();
    complaints = complaintsOf(phone);
    await phone.goto(`${pages.url}/phone`);
    await phone.locator('[data-testid="verdict"][data-kind="counts"]').waitFor();
  });
  afterEach(async () => {
    // A style or script that the policy refuses is a complaint too.
    const others = complaints.all.filter((line) => !/status of (401|503)/.test(line));
    expect(others).toEqual([]);
    expect(complaints.all.length).toBe(refusals);
    await phone.context().close();
  });

  const incident = (page: Page, id: string) => page.locator(`[data-incident="inc_${id}"]`);
  const text = async (id: string): Promise<string> =>
    ((await phone.getByTestId(id).first().textContent()) ?? '').replace(/\s+/g, ' ').trim();

  test('fits the hand: nothing wider than the screen, fingers and eyes are served, axe has nothing against it', async () => {
    expect(await text('verdict')).toMatch(/74 BREACHED 4 incidents, 3 unacknowledged 5 due in 15 min/);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    const heights = await phone
      .getByTestId('acknowledge')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    expect(heights).toHaveLength(3);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(48);
    expect(await axeViolations(phone)).toEqual([]);
    await phone.getByTestId('acknowledge').first().tap();
    const fields = await phone
      .getByTestId('sheet')
      .locator('input')
      .evaluateAll((all) => all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)));
    expect(Math.min(...fields)).toBeGreaterThanOrEqual(16);
    expect(await axeViolations(phone)).toEqual([]);
  });

  test('acknowledges in three taps, and two walls show who it was within a second', async () => {
    const walls = await Promise.all(
      [1, 2].map(async () => {
        const wall = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
        await wall.goto(pages.url);
        await incident(wall, 'sixty').waitFor();
        return wall;
      }),
    );
    expect(await walls[0]!.getByTestId('unacknowledged').getAttribute('data-count')).toBe('3');

    await incident(phone, 'sixty').getByTestId('acknowledge').tap();
    await phone.locator('[name="who"]').fill('Lena');
    await phone.getByTestId('confirm').tap();
    await Promise.all(
      walls.map(async (wall) => {
        await wall
          .locator('[data-incident="inc_sixty"][data-paint="outlined"]')
          .getByText('Lena')
          .waitFor({ timeout: 1_000 });
        expect(await wall.getByTestId('unacknowledged').getAttribute('data-count')).toBe('2');
      }),
    );
    await incident(phone, 'sixty').getByTestId('acknowledged').waitFor();
    expect(pages.said).toEqual([{ type: 'signal.acknowledged', subject: 'incident/inc_sixty', data: { who: 'Lena' } }]);

    // The name is remembered: tap, tap.
    await incident(phone, 'expired').getByTestId('acknowledge').tap();
    expect(await phone.locator('[name="who"]').inputValue()).toBe('Lena');
    await phone.locator('[name="comment"]').fill('calling them');
    await phone.getByTestId('confirm').tap();
    await incident(phone, 'expired').getByTestId('acknowledged').waitFor();
    expect(pages.said[1]).toEqual({
      type: 'signal.acknowledged',
      subject: 'incident/inc_expired',
      data: { who: 'Lena', reason: 'calling them' },
    });
    await Promise.all(walls.map((wall) => wall.close()));
  });

  test('says in words why it was not taken, keeps what was written, and tries again', async () => {
    pages.refuseNext(503, { reason: 'The log does not take events.', remedy: 'Try again in a minute.' });
    refusals = 1;
    await incident(phone, 'sixty').getByTestId('acknowledge').tap();
    await phone.locator('[name="who"]').fill('لينا');
    await phone.locator('[name="comment"]').fill('on it');
    await phone.getByTestId('confirm').tap();
    await phone.getByTestId('trouble').waitFor();
    expect(await text('trouble')).toBe('The log does not take events. Try again in a minute.');
    expect(await text('confirm')).toBe('Try again');
    expect(pages.said).toEqual([]);
    await phone.getByTestId('confirm').tap();
    await incident(phone, 'sixty').getByTestId('acknowledged').waitFor();
    expect(pages.said.map(({ data }) => data)).toEqual([{ who: 'لينا', reason: 'on it' }]);
  });

  test('says how to sign in where it is not', async () => {
    pages.refuseNext(401, { reason: 'No token.' });
    refusals = 1;
    await incident(phone, 'sixty').getByTestId('acknowledge').tap();
    await phone.locator('[name="who"]').fill('Lena');
    await phone.getByTestId('confirm').tap();
    await phone.getByTestId('trouble').waitFor();
    expect(await text('trouble')).toMatch(/You are not signed in\. Open the link that you were given/);
    await phone.getByRole('button', { name: 'Cancel' }).tap();
    await phone.getByTestId('sheet').waitFor({ state: 'detached' });
  });

  test('is where the code on the wall leads', async () => {
    const wall = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await wall.goto(pages.url);
    const code = wall.getByRole('link', { name: 'The page for phones' });
    expect(await code.getAttribute('href')).toBe(`${pages.url}/phone`);
    expect((await code.locator('svg').boundingBox())?.height).toBeGreaterThan(71.5);
    await wall.close();
  });
});
