import { describe, expect, it } from 'vitest';
import { checkHooks } from './check-hooks.ts';
import type { HookConfig, WebhookHook } from './hook-config.ts';

const good: WebhookHook = {
  kind: 'webhook',
  name: 'ops',
  url: 'https://example.org/hook',
  secrets: ['whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQ='],
  language: 'en',
  zone: 'UTC',
  perMinute: 60,
  fallback: null,
  allowPrivate: true,
};
const codeOf = (...hooks: HookConfig[]): string => {
  try {
    checkHooks(hooks);
    return 'fine';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the configuration of hooks', () => {
  it('is refused with a reason where a hook could not work', () => {
    expect(codeOf(good, { ...good, name: 'other' })).toBe('fine');
    expect(codeOf(good, good)).toBe('HOOK_NAME');
    expect(codeOf({ ...good, name: '' })).toBe('HOOK_NAME');
    expect(codeOf({ ...good, url: 'example.org' })).toBe('HOOK_URL');
    expect(codeOf({ ...good, url: 'file:///etc/passwd' })).toBe('HOOK_URL');
    expect(codeOf({ ...good, secrets: ['whsec_'] })).toBe('HOOK_SECRET');
    expect(codeOf({ ...good, secrets: ['whsec_%%%'] })).toBe('HOOK_SECRET');
  });
});
