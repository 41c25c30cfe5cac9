import { IANAZone } from 'luxon';
import { Webhook } from 'standardwebhooks';
import { hostOf, hostRefused } from './guard/host-refused.ts';
import type { HookConfig } from './hook-config.ts';

/** A hook cannot work as it is configured. Not retriable: somebody has to change its configuration. */
export class HookConfigError extends Error {
  override readonly name = 'HookConfigError';
  readonly code:
    | 'HOOK_NAME'
    | 'HOOK_URL'
    | 'HOOK_SECRET'
    | 'HOOK_ADDRESS'
    | 'HOOK_ZONE'
    | 'HOOK_LIMIT'
    | 'HOOK_FALLBACK';
  readonly hook: string;
  readonly retriable = false;
  /** @param message holds no secret: it is shown where the hook's url is not. */
  constructor(code: HookConfigError['code'], hook: string, message: string) {
    super(`hook ${hook}: ${message}`);
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
    checkCommon(hook);
    checkKind(hook);
  }
  for (const { name, fallback } of hooks) {
    if (fallback === null || (names.has(fallback) && fallback !== name)) continue;
    const others = [...names].filter((other) => other !== name);
    const remedy = others.length === 0 ? 'leave it out' : `write one of ${others.join(', ')}, or leave it out`;
    throw new HookConfigError('HOOK_FALLBACK', name, `its fallback ${fallback} is no other hook: ${remedy}`);
  }
}

function checkCommon({ name, zone, perMinute }: HookConfig): void {
  if (!IANAZone.isValidZone(zone)) {
    throw new HookConfigError('HOOK_ZONE', name, `its zone ${zone} is not known: write one like Asia/Riyadh`);
  }
  if (!Number.isInteger(perMinute) || perMinute < 1) {
    throw new HookConfigError(
      'HOOK_LIMIT',
      name,
      'its posts a minute must be a whole number from 1 on, for instance 60',
    );
  }
}

function checkKind(hook: HookConfig): void {
  const { name } = hook;
  if (hook.kind === 'email') checkEmail(hook);
  else checkUrl(hook, hook.url);
  if (hook.kind === 'webhook') checkSecrets(name, hook.secrets);
  if (hook.kind === 'slack') {
    checkGiven(name, hook.signingSecret, 'its signing secret', 'the app’s page at api.slack.com shows it');
  }
  if (hook.kind === 'pagerduty') {
    if (!/^[\w-]+$/.test(hook.routingKey)) {
      const remedy = 'write the integration key of an Events API v2 integration, letters and digits only';
      throw new HookConfigError('HOOK_SECRET', name, `its routing key is none: ${remedy}`);
    }
    checkGiven(name, hook.webhookSecret, 'its webhook secret', 'PagerDuty showed it with the subscription');
  }
}

function checkUrl(hook: HookConfig, url: string, schemes: readonly string[] = ['https:', 'http:']): void {
  const [first, second] = schemes.map((scheme) => `${scheme}//`);
  if (!URL.canParse(url) || !schemes.includes(new URL(url).protocol) || hostOf(new URL(url)) === '') {
    throw new HookConfigError('HOOK_URL', hook.name, `its url must begin with ${first} or ${second} and name a host`);
  }
  if (!isDecodable(new URL(url))) {
    throw new HookConfigError('HOOK_URL', hook.name, 'the user or password in its url holds a % by itself: write %25');
  }
  const why = hook.allowPrivate ? null : hostRefused(hostOf(new URL(url)));
  if (why !== null) {
    const remedy = 'write a public one, or say allow private: true if it is meant';
    throw new HookConfigError('HOOK_URL', hook.name, `the address in its url ${why}: ${remedy}`);
  }
}

function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

function checkSecrets(name: string, secrets: readonly string[]): void {
  const remedy = 'write whsec_ and base64, for instance from: echo "whsec_$(openssl rand -base64 24)"';
  if (secrets.length === 0) throw new HookConfigError('HOOK_SECRET', name, `it has no secret: ${remedy}`);
  secrets.forEach((secret, n) => {
    try {
      // Without its prefix the library would take a secret as well; then nobody sees what it is.
      if (!secret.startsWith('whsec_')) throw new Error('no prefix');
      new Webhook(secret);
    } catch {
      throw new HookConfigError('HOOK_SECRET', name, `its secret number ${n + 1} is none: ${remedy}`);
    }
  });
}

function checkGiven(name: string, secret: string | null, what: string, where: string): void {
  if (secret === null || secret.trim() !== '') return;
  throw new HookConfigError('HOOK_SECRET', name, `${what} is empty: leave it out, or write it (${where})`);
}

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/;

function checkEmail(hook: Extract<HookConfig, { kind: 'email' }>): void {
  checkUrl(hook, hook.smtp, ['smtps:', 'smtp:']);
  const from = /^(?:[^<>\r\n]*<([^<>]+)>|([^<>]+))$/.exec(hook.from);
  if (!ADDRESS.test(from?.[1] ?? from?.[2] ?? '')) {
    const remedy = 'write belfry@example.org or Belfry <belfry@example.org>';
    throw new HookConfigError('HOOK_ADDRESS', hook.name, `from is no address: ${remedy}`);
  }
  const wrong = hook.to.find((address) => !ADDRESS.test(address));
  if (hook.to.length === 0 || wrong !== undefined) {
    const what = wrong === undefined ? 'it has nobody to write to' : `${JSON.stringify(wrong)} is no address`;
    throw new HookConfigError('HOOK_ADDRESS', hook.name, `${what}: write to: [night@example.org]`);
  }
}
