// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hooks files name variables so
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aClockSignal } from '../../../test/support/a-signal.ts';
import { chooseRoutes } from '../domain/routing/choose-routes.ts';
import { NOBODY, readHooks } from './read-hooks.ts';

const now = Date.parse('2026-11-26T12:00Z');
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const FILE = 'hooks:\n  ops: { webhook: https://example.org/h, secret: ${OPS} }\nroutes: [{ name: all, to: ops }]\n';

describe('whom Belfry tells', () => {
  let dir: string;
  let file: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'belfry-hooks-'));
    file = join(dir, 'hooks.yaml');
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const told = async (env: Record<string, string>): Promise<readonly string[]> => {
    const { routing } = await readHooks(env, now);
    return chooseRoutes(routing, aClockSignal(), 'critical', now).flatMap(({ hooks }) => hooks);
  };

  it('is nobody, unless the environment says otherwise', async () => {
    expect(await readHooks({ BELFRY_HOOKS: ' ' }, now)).toEqual({ ...NOBODY, hooks: [], warnings: [] });
    expect(await told({})).toEqual([]);
  });

  it('is the one receiver that the environment names, also on a private address', async () => {
    const env = { BELFRY_HOOK_URL: 'http://127.0.0.1:9999/h', BELFRY_HOOK_SECRET: secret };
    const { hooks, hash } = await readHooks(env, now);
    expect(hooks).toMatchObject([
      { name: 'hook', kind: 'webhook', url: env.BELFRY_HOOK_URL, secrets: [secret], allowPrivate: true },
    ]);
    expect(hash).not.toBe(NOBODY.hash);
    expect(await told(env)).toEqual(['hook']);
  });

  it('is whom the file names, and the file goes first', async () => {
    await writeFile(file, FILE);
    const env = {
      BELFRY_HOOKS: file,
      BELFRY_HOOK_URL: 'https://example.org/other',
      BELFRY_HOOK_SECRET: secret,
      OPS: secret,
    };
    expect((await readHooks(env, now)).hooks.map(({ name }) => name)).toEqual(['ops']);
    expect(await told(env)).toEqual(['ops']);
  });

  it('says what looks wrong in the file, and uses it', async () => {
    await writeFile(file, FILE.replace('routes', '  mail: { slack: ${OPS_URL} }\nroutes'));
    const read = await readHooks({ BELFRY_HOOKS: file, OPS: secret, OPS_URL: 'https://example.org/s' }, now);
    expect(read.warnings).toEqual([expect.stringContaining(`${file}:3:3 hooks.mail: Nobody tells the hook "mail".`)]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no url', { BELFRY_HOOK_URL: 'example', BELFRY_HOOK_SECRET: secret }, 'BELFRY_HOOK_URL is no URL: write for'],
    ['a secret alone', { BELFRY_HOOK_SECRET: secret }, 'BELFRY_HOOK_URL is no URL'],
    ['no secret', { BELFRY_HOOK_URL: 'https://example.org/h' }, 'needs BELFRY_HOOK_SECRET: whsec_'],
    ['another secret', { BELFRY_HOOK_URL: 'https://example.org/h', BELFRY_HOOK_SECRET: 'secret' }, 'whsec_ and base64'],
    [
      'a file that is not there',
      { BELFRY_HOOKS: '/nowhere/hooks.yaml' },
      'BELFRY_HOOKS names /nowhere/hooks.yaml, which',
    ],
  ])('%s is refused with what to write instead', async (_, env, message) => {
    await expect(readHooks(env, now)).rejects.toThrow(message);
  });

  it('a fault of the file is refused with its line', async () => {
    await writeFile(file, FILE);
    await expect(readHooks({ BELFRY_HOOKS: file }, now)).rejects.toThrow(
      `${file}:2:50 hooks.ops.secret: The environment variable OPS is not set. Write a variable that is set, or set OPS.`,
    );
  });
});
