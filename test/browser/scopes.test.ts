import { mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MadeToken } from '@belfry/access';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Complaints, complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { axeViolations } from './support/axe.ts';
import { type BelfryProcess, belfryProcess } from './support/belfry-process.ts';
import { watchFor } from './support/seen-at.ts';
import { tell } from './support/tell.ts';

const chromium = await findChromium();
/** Within so many ms of its revocation a wall says that it is signed out. */
const CUT_OFF = 3_000;

/** As in a hall: Belfry listens on all addresses, and browsers come by one that is not this machine's own. */
describeReal('Chromium', chromium.missing)('what each scope may do at a Belfry that others can reach', () => {
  let data: string;
  let belfry: BelfryProcess;
  let browser: Browser;
  let url: string;
  let admin: string;
  let walls: readonly Page[];
  let wallTokens: readonly MadeToken[];
  let complaints: readonly Complaints[];

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'belfry-scopes-'));
    belfry = await belfryProcess(data, { HOST: '0.0.0.0' });
    await belfry.start();
    url = belfry.url.replace('127.0.0.1', addressOfThisMachine());
    browser = await chromium.launch();
  });
  afterAll(async () => {
    await browser?.close();
    await belfry?.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  });

  const screen = { viewport: { width: 1920, height: 1080 } };
  const hand = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const opened = async (device: object): Promise<Page> => (await browser.newContext(device)).newPage();
  /** A link with the address by which this test's browsers come. */
  const near = (link: string): string => `${url}/enter#${link.split('#')[1]!}`;
  const made = async (wish: object): Promise<MadeToken> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${admin}` };
    const answer = await fetch(`${url}/api/tokens`, { method: 'POST', headers, body: JSON.stringify(wish) });
    expect(answer.status).toBe(201);
    return (await answer.json()) as MadeToken;
  };
  const acknowledges = async (phone: Page): Promise<void> => {
    await phone.getByTestId('acknowledge').tap();
    await phone.locator('[name="who"]').fill('somebody');
    await phone.getByTestId('confirm').tap();
  };

  test('without a token there is only the way to sign in', async () => {
    const page = await opened(screen);
    for (const path of ['/', '/phone', '/incidents', '/silences', '/hooks', '/audit', '/review', '/tokens']) {
      expect((await page.goto(url + path))?.status(), path).toBe(401);
      expect(await page.getByRole('link', { name: 'Sign in' }).getAttribute('href'), path).toBe('/enter');
    }
    for (const path of ['/api/snapshot', '/api/incidents', '/api/hooks', '/api/tokens']) {
      expect((await fetch(url + path)).status, path).toBe(401);
    }
    await page.context().close();
  });

  test('the link that the start prints signs an admin in, to pages with one and the same bar', async () => {
    const line = belfry.said.find((said) => said.includes('Admin: '))!;
    const [link] = /http:\S+#bf_admin_\S+/.exec(line)!;
    const page = await opened(screen);
    await page.goto(near(link!));
    await page.waitForURL(`${url}/`);
    expect((await page.goto(`${url}/tokens`))?.status()).toBe(200);
    expect(await axeViolations(page)).toEqual([]);
    const bars = new Set<string>();
    for (const path of ['/incidents', '/silences', '/hooks', '/audit', '/partners', '/review', '/tokens']) {
      await page.goto(url + path);
      const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
      await links.first().waitFor();
      bars.add((await links.allTextContents()).join(' '));
      expect(await page.locator('nav [aria-current="page"]').getAttribute('href'), path).toBe(path);
    }
    expect([...bars]).toEqual(['Incidents Partners Silences Hooks Audit Review Tokens']);
    await page.context().close();
    [, admin] = link!.split('#') as [string, string];
  });

  test('two walls are signed in by links of their own and show a breach', async () => {
    wallTokens = [await made({ scope: 'wall', name: 'hall 1' }), await made({ scope: 'wall', name: 'hall 2' })];
    walls = await Promise.all(wallTokens.map(() => opened(screen)));
    complaints = walls.map(complaintsOf);
    await Promise.all(walls.map((wall, at) => wall.goto(near(wallTokens[at]!.link))));
    await Promise.all(walls.map((wall) => wall.locator('[data-testid="link"][data-linked="true"]').waitFor()));
    const order = { type: 'order.opened', subject: 'order/1', data: { salesChannel: 'demo', partner: 'noor' } };
    await tell(url, order, (await made({ scope: 'source', name: 'the shop' })).text);
    await Promise.all(walls.map((wall) => wall.locator('[data-incident][data-paint="filled"]').waitFor()));
  });

  test('a wall’s token opens no page of managers, and acknowledges nothing: the phone says so and leads on', async () => {
    const phone = await opened(hand);
    await phone.goto(near(wallTokens[1]!.link));
    await phone.waitForURL(`${url}/`);
    for (const path of ['/hooks', '/tokens']) expect((await phone.goto(url + path))?.status(), path).toBe(403);
    await phone.goto(`${url}/phone`);
    const [answer] = await Promise.all([phone.waitForResponse(`${url}/api/say`), acknowledges(phone)]);
    expect(answer.status()).toBe(403);
    expect(await phone.getByTestId('trouble').textContent()).toMatch(/A token of scope wall does not open this\./);
    expect(await axeViolations(phone)).toEqual([]);
    expect(await walls[0]!.locator('[data-incident][data-paint="filled"]').count()).toBe(1);
    await phone.getByRole('link', { name: 'Sign in' }).tap();
    await phone.waitForURL(`${url}/enter`);

    // There the manager's token takes the place of the wall's.
    const manager = await made({ scope: 'manager', name: 'Lena of the day shift' });
    await phone.getByLabel('Token').fill(manager.text);
    await phone.getByRole('button', { name: 'Sign in' }).tap();
    await phone.waitForURL(`${url}/`);
    await phone.goto(`${url}/phone`);
    await acknowledges(phone);
    await Promise.all(
      walls.map((wall) =>
        wall.locator('[data-incident][data-paint="outlined"]').getByText('Lena of the day shift').waitFor(),
      ),
    );
    await phone.context().close();
  });

  test('a revocation in mid-session signs that wall out within three seconds, and no other', async () => {
    const seen = await watchFor(walls[0]!, '[data-testid="verdict"][data-kind="signed-out"]', 'SIGNED OUT');
    const headers = { authorization: `Bearer ${admin}` };
    const revoked = performance.timeOrigin + performance.now();
    const answer = await fetch(`${url}/api/tokens/${wallTokens[0]!.id}`, { method: 'DELETE', headers });
    expect(answer.ok).toBe(true);
    expect((await seen()) - revoked).toBeLessThan(CUT_OFF);

    // What happens from here on reaches the other one and not this.
    const order = { type: 'order.opened', subject: 'order/2', data: { salesChannel: 'demo', partner: 'vltava' } };
    await tell(url, order, admin);
    await walls[1]!.locator('[data-incident][data-paint="filled"]').waitFor();
    expect(await walls[1]!.locator('[data-testid="verdict"][data-kind="counts"]').count()).toBe(1);
    expect(await walls[0]!.locator('[data-testid="verdict"][data-kind="signed-out"]').count()).toBe(1);
    expect(await walls[0]!.locator('[data-incident][data-paint="filled"]').count()).toBe(0);
    expect(complaints[1]!.all).toEqual([]);
  });
});

/** One that is not loopback, if this machine has any; on 0.0.0.0 its own is treated alike. */
function addressOfThisMachine(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
