// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hooks files name variables so
import type { Path, Report } from '../../../domain/policy/problem.ts';
import type { EmailHook, PagerDutyHook, SlackHook, TeamsHook, WebhookHook } from '../../hook-config.ts';
import type { HookEntry } from '../schema/hook-entry.ts';
import { isReference, readVariable, type Variables } from '../variables.ts';

/** What is needed to reach a receiver, of each kind. Undefined after a report, or where nobody looks at variables. */
export interface Reading {
  readonly name: string;
  readonly entry: HookEntry;
  readonly variables: Variables;
  readonly path: Path;
  readonly report: Report;
}

type Own<Hook extends { readonly kind: string }, Key extends keyof Hook> = Pick<Hook, 'kind' | Key> | undefined;

const PAGERDUTY = 'https://events.pagerduty.com/v2/enqueue';

export function readWebhook(reading: Reading): Own<WebhookHook, 'url' | 'secrets'> {
  const { entry, path, report } = reading;
  const url = isReference(entry.webhook!)
    ? secretAt(reading, ['webhook'], entry.webhook!, URL_RULE)
    : plainUrl(reading);
  if (entry.secret !== undefined && entry.secrets !== undefined) {
    report([...path, 'secrets'], 'There is a `secret` as well.', 'all of them under `secrets`');
  }
  const key = entry.secret === undefined ? 'secrets' : 'secret';
  const written = entry[key];
  if (written === undefined) {
    report(
      path,
      'Without a secret its receiver cannot tell who posts.',
      `\`secret: \${${exampleOf(reading, 'secret')}}\``,
    );
    return undefined;
  }
  const secrets =
    typeof written === 'string'
      ? [secretAt(reading, [key], written, SECRET_RULE)]
      : written.map((text, n) => secretAt(reading, [key, n], text, SECRET_RULE));
  if (url === undefined || secrets.some((secret) => secret === undefined)) return undefined;
  return { kind: 'webhook', url, secrets: secrets as string[] };
}

export function readSlack(reading: Reading): Own<SlackHook, 'url' | 'signingSecret'> {
  const url = secretAt(reading, ['slack'], reading.entry.slack!, URL_RULE);
  const signingSecret = optionalSecret(reading, 'signing secret');
  return url === undefined || signingSecret === undefined ? undefined : { kind: 'slack', url, signingSecret };
}

export function readTeams(reading: Reading): Own<TeamsHook, 'url'> {
  const url = secretAt(reading, ['teams'], reading.entry.teams!, URL_RULE);
  return url === undefined ? undefined : { kind: 'teams', url };
}

export function readPagerDuty(reading: Reading): Own<PagerDutyHook, 'url' | 'routingKey' | 'webhookSecret'> {
  const { entry, path, report } = reading;
  const routingKey = secretAt(reading, ['pagerduty'], entry.pagerduty!);
  const webhookSecret = optionalSecret(reading, 'webhook secret');
  const { url = PAGERDUTY } = entry;
  if (!isHttp(url)) report([...path, 'url'], `"${url}" is no url.`, `\`${PAGERDUTY}\`, or nothing`);
  return routingKey === undefined || webhookSecret === undefined
    ? undefined
    : { kind: 'pagerduty', url, routingKey, webhookSecret };
}

export function readEmail(reading: Reading): Own<EmailHook, 'smtp' | 'from' | 'to'> {
  const { entry, path, report } = reading;
  const to = typeof entry.email === 'string' ? [entry.email] : entry.email!;
  for (const [n, address] of to.entries()) {
    requireAddress(address, typeof entry.email === 'string' ? ['email'] : ['email', n], reading);
  }
  if (entry.from === undefined) report(path, 'Nobody sends these mails.', '`from: belfry@example.org`');
  else requireAddress(entry.from, ['from'], reading);
  if (entry.smtp === undefined) {
    report(
      path,
      'No server sends these mails.',
      `\`smtp: \${SMTP_URL}\`, such as smtp://user:password@mail.example.org`,
    );
    return undefined;
  }
  const smtp = secretAt(reading, ['smtp'], entry.smtp, SMTP_RULE);
  return smtp === undefined || entry.from === undefined ? undefined : { kind: 'email', smtp, from: entry.from, to };
}

/** What the value of a variable must be. What it is stands in no message. */
interface Rule {
  readonly fits: (value: string) => boolean;
  readonly not: string;
  readonly instead: string;
}

const isHttp = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const URL_RULE: Rule = { fits: isHttp, not: 'no url', instead: 'a url that begins with https:// into it' };
// Standard Webhooks: 24 to 64 random bytes, as base64, after `whsec_`.
const SECRET_RULE: Rule = {
  fits: (text) => /^whsec_[A-Za-z0-9+/]{8,}=*$/.test(text),
  not: 'no secret of Standard Webhooks',
  instead: 'whsec_ and base64 into it, for instance from: echo "whsec_$(openssl rand -base64 32)"',
};
const SMTP_RULE: Rule = {
  fits: (text) => URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol),
  not: 'no address of a mail server',
  instead: 'smtp:// or smtps:// with user, password and host into it',
};

function secretAt(reading: Reading, key: Path, text: string, rule?: Rule): string | undefined {
  const { variables, report } = reading;
  const path = [...reading.path, ...key];
  const value = readVariable(text, exampleOf(reading, String(key[0])), variables, path, report);
  if (value === undefined || variables === undefined || rule === undefined || rule.fits(value)) return value;
  report(path, `What ${text} holds is ${rule.not}.`, rule.instead);
  return undefined;
}

/** Null where it is not stated; undefined after a report. */
function optionalSecret(reading: Reading, key: 'signing secret' | 'webhook secret'): string | null | undefined {
  const text = reading.entry[key];
  return text === undefined ? null : secretAt(reading, [key], text);
}

function plainUrl({ name, entry, path, report }: Reading): string | undefined {
  const at = [...path, 'webhook'];
  if (!isHttp(entry.webhook!)) {
    report(at, 'This is no url.', 'a url that begins with https://, or a variable that holds one');
    return undefined;
  }
  const url = new URL(entry.webhook!);
  if (url.username === '' && url.password === '') return entry.webhook!;
  const variable = variableOf(name, 'url');
  report(
    at,
    'A password does not stand in a file that is copied and shared.',
    `\`\${${variable}}\`, and the url into it`,
  );
  return undefined;
}

/** Enough to find what is surely none; the mail server knows the rest. */
function requireAddress(address: string, key: Path, { path, report }: Reading): void {
  if (/^[^\s@]+@[^\s@]+$|^[^<>]*<[^\s@]+@[^\s@]+>$/.test(address)) return;
  report([...path, ...key], `"${address}" is no mail address.`, 'an address such as `ops@example.org`');
}

const EXAMPLES: Readonly<Record<string, string>> = {
  secrets: 'secret',
  webhook: 'url',
  slack: 'url',
  teams: 'url',
  pagerduty: 'key',
  smtp: 'smtp',
};

/** How a variable for it might be called: `OPS_SECRET`. */
const exampleOf = ({ name }: Reading, key: string): string => variableOf(name, EXAMPLES[key] ?? key);
const variableOf = (name: string, what: string): string => `${name}_${what}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
