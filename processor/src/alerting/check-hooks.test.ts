import { describe, expect, it } from 'vitest';
import { checkHooks } from './check-hooks.ts';
import type { HookConfig } from './hook-config.ts';

const good: HookConfig = { name: 'ops', url: 'https://example.org/hook', secret: 'whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQ=' };
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
    expect(codeOf({ ...good, secret: 'whsec_' })).toBe('HOOK_SECRET');
    expect(codeOf({ ...good, secret: 'whsec_%%%' })).toBe('HOOK_SECRET');
  });
});
