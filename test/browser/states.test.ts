/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Complaints, complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { axeViolations } from './support/axe.ts';
import { inSetting, nameOf, pageIn, settings, shareOf } from './support/matrix.ts';
import { overflowOf } from './support/overflow.ts';
import { storyUrl } from './support/story-pages.ts';

const chromium = await findChromium();
const STATES = [
  'kept',
  'kept-since',
  'too-few',
  'due',
  'busy',
  'storm',
  'climbing',
  'only-climbing',
  'climbing-old',
  'people',
  'owned',
  'carrier',
  'carrier-breaking',
  'only-numbers',
  'hook-failing',
  'hooks-failing',
  'silent',
  'silent-hook',
  'people-old',
  'recovered',
  'aging',
  'link-lost',
  'data-old',
  'reading',
  'held',
  'empty',
  'first',
  'starting',
  'connecting',
];
/** In pixels of 1920x1080, top to bottom (screens: Wall). */
const ROWS: readonly (readonly [selector: string, height: number])[] = [
  ['header', 72],
  ['[data-testid="verdict"]', 120],
  ['.tiles', 200],
  ['.columns', 504],
  ['footer', 72],
];

describeReal('Chromium', chromium.missing)('each state of the wall', () => {
  let browser: Browser;
  /** Of the page that was opened last. */
  let complaints: Complaints;
  beforeAll(async () => {
    browser = await chromium.launch();
  });
  afterAll(async () => {
    await browser?.close();
  });

  const open = async (state: string, width: number, height: number): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width, height } });
    complaints = complaintsOf(page);
    await page.goto(storyUrl(state));
    await page.getByTestId('wall').waitFor();
    await page.evaluate(async () => void (await document.fonts.ready));
    return page;
  };

  test.each(STATES)('%s: fits, is laid out as drawn, and axe has nothing against it', async (state) => {
    const page = await open(state, 1920, 1080);
    for (const [selector, height] of ROWS) {
      const box = await page
        .locator(selector)
        .first()
        .boundingBox({ timeout: 200 })
        .catch(() => null);
      if (box) expect({ selector, height: box.height }).toEqual({ selector, height });
    }
    expect(await outside(page)).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints.all).toEqual([]);
    await page.close();
  });

  test.each(settings(['1080p', '4K', '720p', 'portrait']).map((one, row) => [nameOf(one), one, row] as const))(
    'nothing is cut off, lies over something else or is too pale to read: %s',
    async (_, setting, row) => {
      const page = await pageIn(browser, setting);
      for (const state of shareOf(STATES, row)) {
        await page.goto(inSetting(storyUrl(state), setting));
        await page.getByTestId('wall').waitFor();
        await page.evaluate(async () => void (await document.fonts.ready));
        expect({ state, problems: await overflowOf(page, false) }).toEqual({ state, problems: [] });
        expect(await axeViolations(page)).toEqual([]);
      }
      await page.context().close();
    },
  );

  test.each([
    [1280, 720],
    [3840, 2160],
    [1080, 1920],
  ])('fits a display of %i x %i without scrolling', async (width, height) => {
    const page = await open('storm', width, height);
    expect(await outside(page)).toEqual([]);
    await page.close();
  });

  test('says in words, not by colour alone, who was told of what is not done', async () => {
    const page = await open('climbing', 1920, 1080);
    const words = (id: string) =>
      page
        .getByTestId(id)
        .evaluateAll((cells) =>
          cells.map((cell) => [
            cell.getAttribute('data-subject'),
            cell.querySelector('[data-testid="level"]')?.textContent?.trim() ?? '',
            cell.querySelectorAll('svg.risk').length,
          ]),
        );
    expect(await words('breach')).toEqual([
      ['order/88120', '', 0],
      ['ticket/T-4181', 'senior developer', 1],
    ]);
    // The one that is broken has its cell already.
    expect(await words('escalation')).toEqual([
      ['order/88159', 'senior developer', 1],
      ['ticket/T-4184', 'project manager', 1],
    ]);
    await page.close();
  });

  test('the name of a partner leads to its page, and is no more to look at than a name', async () => {
    const page = await open('busy', 1920, 1080);
    const name = page.getByTestId('partner').first().getByRole('link');
    expect(await name.getAttribute('href')).toBe('/partner/p0');
    const look = await name.evaluate((link) => {
      const { color, textDecorationLine, cursor } = link.ownerDocument.defaultView!.getComputedStyle(link);
      return { color, textDecorationLine, cursor };
    });
    expect(look).toEqual({ color: 'rgb(237, 242, 247)', textDecorationLine: 'none', cursor: 'none' });
    await page.close();
  });

  test('shows incidents in place of their clocks: how many, and what people said of each', async () => {
    const page = await open('people', 1920, 1080);
    const cells = await page.locator('[data-incident]').evaluateAll((found) =>
      found.map((cell) => {
        const words = (id: string) =>
          cell.querySelector(`[data-testid="${id}"]`)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
        return [cell.getAttribute('data-testid'), cell.getAttribute('data-paint'), words('items'), words('said')];
      }),
    );
    expect(cells).toEqual([
      ['breach', 'filled', '×60', ''],
      ['breach', 'filled', '', 'ACK EXPIRED'],
      ['breach', 'dashed', '×12', 'silenced'],
      ['breach', 'outlined', '', 'لينا الحربي 17:23'],
    ]);
    expect(await page.getByTestId('breached').textContent()).toBe('74');
    expect(await page.getByTestId('unacknowledged').getAttribute('data-count')).toBe('3');
    // Only what is about one subject says which, and since when.
    const about = await page
      .locator('[data-incident]')
      .evaluateAll((found) => found.map((cell) => [cell.dataset.subject ?? '', cell.dataset.due !== undefined]));
    expect(about).toEqual([
      ['', false],
      ['order/88133', true],
      ['', false],
      ['ticket/T-4181', true],
    ]);
    await page.close();
  });

  test('once all is acknowledged the verdict is an outline, and no longer asks for anybody', async () => {
    const page = await open('owned', 1920, 1080);
    expect((await page.getByTestId('verdict').textContent())?.replace(/\s+/g, ' ')).toMatch(
      /61 BREACHED 2 incidents acknowledged/,
    );
    expect(await page.getByTestId('verdict').locator('.breached').count()).toBe(0);
    await page.close();
  });

  test('says in the last row how many incidents found no room, and in the bar which hooks fail', async () => {
    const page = await open('carrier', 1920, 1080);
    expect(await page.getByTestId('more').textContent()).toMatch(/\+14 more\s*15 unacknowledged in all/);
    expect(await page.locator('[data-incident]').first().getByTestId('items').textContent()).toBe('×214');
    await page.close();
    const failing = await open('hook-failing', 1920, 1080);
    expect(await failing.getByTestId('failing-hooks').textContent()).toMatch(/HOOK FAILING: ops/);
    await failing.close();
  });

  test('names the source that is silent and hatches only the partners that nothing else tells of', async () => {
    const page = await open('silent', 1920, 1080);
    expect((await page.getByTestId('silent').textContent())?.replace(/\s+/g, ' ').trim()).toBe(
      'shopify-eu silent 14 min +1',
    );
    const hatched = await page.getByTestId('partner').evaluateAll((cells) =>
      cells.flatMap((cell) => {
        const { backgroundImage } = cell.ownerDocument.defaultView!.getComputedStyle(cell);
        return backgroundImage.includes('gradient') ? [cell.getAttribute('data-partner')] : [];
      }),
    );
    expect(hatched).toEqual(['p0', 'p5', 'p10']);
    // Nothing of them has the colour of what is well.
    expect(await page.locator('[data-silent] svg.ok').count()).toBe(0);
    await page.close();
    const beside = await open('silent-hook', 1920, 1080);
    expect(await beside.getByTestId('silent').textContent()).toMatch(/2\s+silent/);
    expect(await beside.getByTestId('failing-hooks').count()).toBe(1);
    await beside.close();
  });

  test('says in the strip what is to be expected, and draws the deadlines for who stands near', async () => {
    const far = await open('kept', 1920, 1080);
    expect(await far.getByTestId('forecast').textContent()).toBe('3 to 8 breaches expected in the next 4 h');
    expect(await far.getByTestId('deadlines').count()).toBe(0);
    await far.close();
    const near = await open('kept&distance=3', 1920, 1080);
    expect(await near.getByTestId('deadlines').getAttribute('aria-label')).toMatch(/: 0, 3, 1, 3, 6/);
    expect(await near.getByTestId('deadlines').locator('.bar').count()).toBe(16);
    await near.close();
    const unknown = await open('too-few', 1920, 1080);
    expect(await unknown.getByTestId('forecast').textContent()).toBe('breaches to expect: too few to tell');
    await unknown.close();
  });

  test('never calls all promises kept while an incident is open', async () => {
    const page = await open('only-numbers', 1920, 1080);
    expect(await page.getByTestId('verdict').textContent()).toMatch(/2\s+INCIDENTS/);
    expect(await page.getByText('ALL PROMISES KEPT').count()).toBe(0);
    await page.close();
  });

  test.each(['storm', 'climbing', 'carrier'])('what must be read at 5 m is 51 px at least: %s', async (state) => {
    const page = await open(state, 1920, 1080);
    const read = ['verdict', 'breach', 'level', 'partner', 'tile-value', 'age', 'link', 'escalated'];
    if (state === 'climbing') read.push('escalation');
    for (const id of read) {
      const sizes = await page
        .getByTestId(id)
        .evaluateAll((found) =>
          found.map((element) =>
            Number.parseFloat(element.ownerDocument.defaultView!.getComputedStyle(element).fontSize),
          ),
        );
      expect(Math.min(...sizes), id).toBeGreaterThanOrEqual(51);
    }
    await page.close();
  });
});

/** Cells and rows that reach beyond the display, overlap a neighbour, or hold more than they can show. */
async function outside(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const cells = [...document.querySelectorAll('header, footer, section, article, li')];
    const problems: string[] = [];
    const boxes = cells.map((cell) => ({ cell, box: cell.getBoundingClientRect() }));
    const name = (cell: Element): string => `${cell.tagName} ${cell.textContent?.trim().slice(0, 30)}`;
    for (const { cell, box } of boxes) {
      const fits =
        box.left >= -0.5 && box.top >= -0.5 && box.right <= innerWidth + 0.5 && box.bottom <= innerHeight + 0.5;
      if (!fits) problems.push(`${name(cell)} leaves the display`);
    }
    for (const cell of document.querySelectorAll('header, footer, [data-testid="verdict"] > .part')) {
      if (cell.scrollWidth > cell.clientWidth) problems.push(`${name(cell)} holds more than it shows`);
    }
    for (const [index, one] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        if (one.cell.contains(other.cell) || other.cell.contains(one.cell)) continue;
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across > 0.5 && down > 0.5) problems.push(`${name(one.cell)} overlaps ${name(other.cell)}`);
      }
    }
    return problems;
  });
}
