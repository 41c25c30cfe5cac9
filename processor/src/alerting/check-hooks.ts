import { Webhook } from 'standardwebhooks';
import type { HookConfig } from './hook-config.ts';

/** A hook cannot work as it is configured. Not retriable: somebody has to change its configuration. */
export class HookConfigError extends Error {
  override readonly name = 'HookConfigError';
  readonly code: 'HOOK_NAME' | 'HOOK_URL' | 'HOOK_SECRET';
  readonly hook: string;
  readonly retriable = false;
  constructor(code: HookConfigError['code'], hook: string, message: string, cause?: unknown) {
    super(`hook ${hook}: ${message}`, { cause });
    this.code = code;
    this.hook = hook;
  }
}

/** @throws HookConfigError for the first hook that cannot work, with what to write instead. */
export function checkHooks(hooks: readonly HookConfig[]): void {
  const names = new Set<string>();
  for (const hook of hooks) {
    const { name } = hook;
    if (name === '' || names.has(name)) {
      throw new HookConfigError('HOOK_NAME', name, 'its name must be its own: its progress is kept under it');
    }
    names.add(name);
    if (hook.kind !== 'webhook') continue;
    const { url, secrets } = hook;
    if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) {
      throw new HookConfigError('HOOK_URL', name, 'its url must begin with https:// or http://');
    }
    try {
      for (const secret of secrets) new Webhook(secret);
    } catch (cause) {
      const remedy = 'its secret must be whsec_ and base64, for instance from: echo "whsec_$(openssl rand -base64 24)"';
      throw new HookConfigError('HOOK_SECRET', name, remedy, cause);
    }
  }
}
