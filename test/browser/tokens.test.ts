import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MadeToken } from '@belfry/access';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { complaintsOf, findChromium } from '../support/chromium.ts';
import { describeReal } from '../support/require-all.ts';
import { axeViolations } from './support/axe.ts';
import { type BelfryProcess, belfryProcess } from './support/belfry-process.ts';

const chromium = await findChromium();

/** Behind a proxy nobody is local, so that this machine's browser needs a token as any other does. */
describeReal('Chromium', chromium.missing)('signing in with a browser', () => {
  let data: string;
  let belfry: BelfryProcess;
  let browser: Browser;
  let admin: string;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'belfry-signin-'));
    const once = await belfryProcess(data);
    await once.start();
    admin = (await made(once.url, { scope: 'admin', name: 'the test' })).text;
    await once.stop();
    belfry = await belfryProcess(data, { BELFRY_PROXY: '1' });
    await belfry.start();
    browser = await chromium.launch();
  });
  afterAll(async () => {
    await browser?.close();
    await belfry?.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  });

  async function made(url: string, wish: object): Promise<MadeToken> {
    const headers = { 'content-type': 'application/json', ...(admin && { authorization: `Bearer ${admin}` }) };
    const answer = await fetch(`${url}/api/tokens`, { method: 'POST', headers, body: JSON.stringify(wish) });
    expect(answer.status).toBe(201);
    return (await answer.json()) as MadeToken;
  }
  /** A browser that nobody has used, without any session. */
  const opened = async (): Promise<Page> =>
    (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();

  test('a link opens the wall, leaves no token in the address, and a revocation signs the wall out', async () => {
    const wall = await made(belfry.url, { scope: 'wall', name: 'hall 2' });
    const page = await opened();
    const complaints = complaintsOf(page);
    await page.goto(wall.link);
    await page.waitForURL(`${belfry.url}/`);
    await page.locator('[data-testid="link"][data-linked="true"]').waitFor();
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(complaints.all).toEqual([]);
    await fetch(`${belfry.url}/api/tokens/${wall.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${admin}` },
    });
    await page.locator('[data-testid="verdict"][data-kind="signed-out"]').waitFor();
    expect(await page.getByTestId('verdict').textContent()).toContain('SIGNED OUT');
    await page.goto(`${belfry.url}/`);
    expect(await page.getByRole('alert').textContent()).toContain('revoked');
  });

  test('an admin makes a partner’s link on the page, and revokes it', async () => {
    const page = await opened();
    const complaints = complaintsOf(page);
    await page.goto(`${belfry.url}/enter`);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('Token').fill(admin);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${belfry.url}/`);
    await page.goto(`${belfry.url}/tokens`);
    await page.locator('select[name=scope]').selectOption('partner');
    await page.locator('input[name=name]').fill('Acme');
    await page.locator('input[name=partner]').fill('p12');
    await page.locator('input[name=expires]').fill('30d');
    await page.getByRole('button', { name: 'Make' }).click();
    const link = (await page.locator('.made code').textContent())!;
    expect(await axeViolations(page)).toEqual([]);

    const guest = await opened();
    await guest.goto(link);
    await guest.waitForURL(`${belfry.url}/partner/p12`);
    expect((await guest.goto(`${belfry.url}/partner/p13`))?.status()).toBe(403);

    await page.getByRole('button', { name: 'Revoke Acme' }).click();
    await page.waitForURL(`${belfry.url}/tokens`);
    await page.getByRole('row', { name: /Acme/ }).getByText('revoked').waitFor();
    expect((await guest.goto(`${belfry.url}/partner/p12`))?.status()).toBe(401);
    expect(complaints.all).toEqual([]);
  });

  test('a page of another site writes nothing through its reader’s browser', async () => {
    const local = await belfryProcess(join(data, 'local'));
    await local.start();
    try {
      const page = await opened();
      await page.route('**/attack', (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<form method="post" enctype="text/plain" action="${local.url}/events"><input name="x"><button>go</button></form>`,
        }),
      );
      await page.goto('http://evil.example/attack');
      // A script first, since the form leads away from the site that attacks.
      const post = `fetch('${local.url}/api/tokens', { method: 'POST', mode: 'no-cors', body: '{"scope":"admin","name":"evil"}' })`;
      await page.evaluate(`${post}.then(() => 'sent', () => 'not even sent')`);
      const [answer] = await Promise.all([page.waitForResponse(`${local.url}/events`), page.getByText('go').click()]);
      expect(answer.status()).toBe(403);
      expect(await (await fetch(`${local.url}/api/tokens`)).json()).toEqual([]);
    } finally {
      await local.stop();
    }
  });
});
