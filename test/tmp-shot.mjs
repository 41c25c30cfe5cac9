import { chromium } from 'playwright-core';

const [, , url, out, w = '1920', h = '1080', wait = '2500'] = process.argv;
const b = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const p = await b.newPage({ viewport: { width: +w, height: +h } });
p.on('console', (m) => {
  if (m.type() === 'error') console.log('console', m.text());
});
await p.goto(url);
await p.waitForTimeout(+wait);
await p.screenshot({ path: out, fullPage: h === '1' });
await b.close();
