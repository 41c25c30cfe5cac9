import { describe, expect, it } from 'vitest';
import { anEmail, aPagerDuty, aSlack, aTeams, aWebhook, whsec } from '../../../test/support/a-hook.ts';
import { checkHooks, type HookConfigError } from './check-hooks.ts';
import type { HookConfig } from './hook-config.ts';

const refusal = (...hooks: HookConfig[]): HookConfigError | null => {
  try {
    checkHooks(hooks);
    return null;
  } catch (error) {
    return error as HookConfigError;
  }
};

const WRONG: readonly (readonly [code: string, says: RegExp, hook: HookConfig])[] = [
  ['HOOK_NAME', /must be its own/, aWebhook({ name: '' })],
  ['HOOK_URL', /https:\/\/ or http:\/\//, aWebhook({ url: 'example.org' })],
  ['HOOK_URL', /https:\/\/ or http:\/\//, aTeams({ url: 'file:///etc/passwd' })],
  ['HOOK_URL', /https:\/\/ or http:\/\//, aSlack({ url: 'javascript:alert(1)' })],
  ['HOOK_URL', /private network: .*allow private: true/, aPagerDuty({ url: 'https://10.0.0.1/v2/enqueue' })],
  ['HOOK_URL', /this machine/, aWebhook({ url: 'http://0x7f.1/hook' })],
  ['HOOK_URL', /this machine/, anEmail({ smtp: 'smtp://localhost:25' })],
  ['HOOK_URL', /smtps:\/\/ or smtp:\/\//, anEmail({ smtp: 'mail.example.org:25' })],
  ['HOOK_URL', /smtps:\/\/ or smtp:\/\//, anEmail({ smtp: 'https://mail.example.org' })],
  ['HOOK_URL', /smtps:\/\/ or smtp:\/\//, anEmail({ smtp: 'smtp://mail%zz.example.org' })],
  ['HOOK_URL', /write %25/, anEmail({ smtp: 'smtp://belfry:s3cret%@mail.example.org' })],
  ['HOOK_URL', /write %25/, aTeams({ url: 'https://belfry:s3cret%zz@example.org/' })],
  ['HOOK_SECRET', /no secret: write whsec_/, aWebhook({ secrets: [] })],
  ['HOOK_SECRET', /secret number 2 is none/, aWebhook({ secrets: [whsec('one'), 'whsec_%%%'] })],
  ['HOOK_SECRET', /secret number 1 is none/, aWebhook({ secrets: ['whsec_'] })],
  ['HOOK_SECRET', /secret number 1 is none/, aWebhook({ secrets: [Buffer.from('no prefix').toString('base64')] })],
  ['HOOK_SECRET', /signing secret is empty: leave it out/, aSlack({ signingSecret: ' ' })],
  ['HOOK_SECRET', /routing key is none/, aPagerDuty({ routingKey: '' })],
  ['HOOK_SECRET', /webhook secret is empty/, aPagerDuty({ webhookSecret: '' })],
  ['HOOK_ADDRESS', /from is no address/, anEmail({ from: 'Belfry' })],
  ['HOOK_ADDRESS', /from is no address/, anEmail({ from: 'a@b.c\r\nBcc: <x@y.z>' })],
  ['HOOK_ADDRESS', /nobody to write to/, anEmail({ to: [] })],
  ['HOOK_ADDRESS', /"night" is no address/, anEmail({ to: ['desk@example.org', 'night'] })],
  ['HOOK_ZONE', /like Asia\/Riyadh/, aTeams({ zone: 'Riyadh' })],
  ['HOOK_LIMIT', /from 1 on/, aTeams({ perMinute: 0 })],
  ['HOOK_LIMIT', /from 1 on/, aTeams({ perMinute: 1.5 })],
  ['HOOK_FALLBACK', /leave it out/, aTeams({ fallback: 'nobody' })],
  ['HOOK_FALLBACK', /leave it out/, aTeams({ fallback: 'desk' })],
];

describe('the configuration of hooks', () => {
  it('is taken where each hook can work', () => {
    const all = [aWebhook({ fallback: 'mail' }), aSlack(), aTeams(), aPagerDuty({ webhookSecret: null }), anEmail()];
    expect(refusal(...all)).toBeNull();
    expect(refusal(aWebhook({ url: 'http://10.0.0.1/', allowPrivate: true }))).toBeNull();
    expect(refusal(aSlack({ signingSecret: null }))).toBeNull();
  });

  it.each(WRONG)('is refused with %s, %s', (code, says, hook) => {
    const error = refusal(hook);
    expect(error).toMatchObject({ code, hook: hook.name });
    expect(error?.message).toMatch(says);
    expect(error?.message).not.toContain('s3cret');
  });

  it('is refused where two hooks share a name, and names the hooks that a fallback may be', () => {
    expect(refusal(aWebhook(), aTeams({ name: 'ops' }))).toMatchObject({ code: 'HOOK_NAME', hook: 'ops' });
    expect(refusal(aWebhook({ fallback: 'nigth' }), aSlack(), aTeams())?.message).toContain('write one of night, desk');
  });
});
