// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hooks files name variables so
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../../../bin/belfry.mjs', import.meta.url));
const HOOKS = `hooks:
  ops: { webhook: https://example.org/h, secret: \${OPS_SECRET} }
  night: { pagerduty: \${NIGHT_KEY} }
routes:
  - { name: partners, when: { kpi: mall/on-time }, to: [night] }
  - { name: everything else, to: [ops] }
`;
const SIGNAL = {
  id: 'sig_1',
  kind: 'kpi-block',
  kpi: 'mall/on-time',
  title: 'On time',
  partner: 'noor',
  market: 'sa',
  window: '7d',
  from: 19_994,
  day: 20_000,
  revision: 0,
  num: 40,
  den: 50,
  good: 'high',
  limit: 0.95,
  failures: null,
  headroom: -8,
  burn: null,
  horizon: 1,
  quiet: false,
  lane: 0,
  offset: 3,
  k: 0,
};

describe('hooks in a terminal', () => {
  let dir: string;
  const file = (name: string): string => join(dir, name);
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'belfry-hooks-'));
    await writeFile(file('hooks.yaml'), HOOKS);
    await writeFile(file('wrong.yaml'), HOOKS.replace('to: [night]', 'to: [nigth]').replace('kpi:', 'carier:'));
    await writeFile(file('signals.ndjson'), `${JSON.stringify({ type: 'signal.kpi-block', data: SIGNAL })}\n`);
    await writeFile(file('event.json'), JSON.stringify({ type: 'order.opened', id: '1' }));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const belfry = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, OPS_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', NIGHT_KEY: '' };
      execFile(process.execPath, [BIN, ...args], { env }, (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err });
      });
    });

  it('lint says what is missing, and what is fine where nobody looks for secrets', async () => {
    const wanting = await belfry('hooks', 'lint', file('hooks.yaml'));
    expect(wanting.code).toBe(1);
    expect(wanting.out).toContain(
      `error: ${file('hooks.yaml')}:3:23 hooks.night.pagerduty: The environment variable NIGHT_KEY is not set.`,
    );
    expect(await belfry('hooks', 'lint', file('hooks.yaml'), '--no-secrets')).toEqual({
      code: 0,
      out: '2 hooks, 2 routes: 0 errors, 0 warnings\n',
      err: '',
    });
  });

  it('lint names every mistake with its line', async () => {
    const { code, out } = await belfry('hooks', 'lint', file('wrong.yaml'), '--no-secrets');
    expect(out).toContain(`${file('wrong.yaml')}:5:31 routes[0].when.carier: There is no key "carier" here. Write`);
    expect([code, out.split('\n').at(-2)]).toEqual([1, '1 error, 0 warnings']);
  });

  it('route names the hook and the rule of a line that a hook was posted', async () => {
    const { code, out } = await belfry('route', file('signals.ndjson'), '--hooks', file('hooks.yaml'));
    expect([code, out.split('\n')]).toEqual([
      0,
      [
        'kpi-block  mall/on-time  noor  7d  (critical)',
        '',
        '-> night  by "partners", line 5: it takes what has kpi mall/on-time',
        '',
        'The routes that were asked, in order:',
        '+ line 5 "partners": it takes what has kpi mall/on-time',
        '',
      ],
    ]);
  });

  it('route says what is wrong with what is no signal', async () => {
    const { code, err } = await belfry('route', file('event.json'), '--hooks', file('hooks.yaml'));
    expect([code, err]).toEqual([1, expect.stringContaining('This is an event (order.opened); signals are what')]);
  });

  it('route asks the Belfry that runs, and says so when none does', async () => {
    const { code, err } = await belfry('route', file('signals.ndjson'), '--url', 'http://127.0.0.1:9');
    expect([code, err]).toEqual([1, expect.stringContaining('no Belfry answers at http://127.0.0.1:9')]);
  });
});
