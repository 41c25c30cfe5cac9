// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hooks files name variables so
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { context, HOOKS, WHOLE } from '../../../../test/support/a-hooks-file.ts';
import { tellProblem } from '../../domain/policy/problem.ts';
import { type HooksContext, parseHooksFile } from './parse-hooks-file.ts';

describe('what is wrong with a hooks file is told with its line and what to write instead', () => {
  const told = (yaml: string, over: Partial<HooksContext> = {}): string[] => {
    const read = parseHooksFile(yaml, 'hooks.yaml', { ...context, ...over });
    const lines = 'problems' in read ? read.problems.map(tellProblem) : [];
    return lines.map((line) => line.replace(/^(hooks\.yaml:\d+):\d+/, '$1'));
  };
  const hook = (entry: string): string => `hooks:\n  ops: ${entry}\nroutes:\n  - { name: all, to: [ops] }\n`;
  const route = (entry: string): string => `${HOOKS}routes:\n  - ${entry}\n  - { name: rest, to: [ops] }\n`;

  it.each<[string, string]>([
    [
      '{ webhook: https://example.org/h, secret: whsec_abcdefgh }',
      'hooks.yaml:2 hooks.ops.secret: A secret does not stand in a file that is copied and shared. Write `${OPS_SECRET}`, and the value into the environment under that name.',
    ],
    [
      '{ webhook: https://example.org/h, secret: x-${OPS_SECRET} }',
      'hooks.yaml:2 hooks.ops.secret: A variable stands for the whole value, as `${NAME}`. Write `${OPS_SECRET}`, and the value into the environment under that name.',
    ],
    [
      '{ webhook: https://example.org/h, secret: ${OPS_SECERT} }',
      'hooks.yaml:2 hooks.ops.secret: The environment variable OPS_SECERT is not set. Write a variable that is set, or set OPS_SECERT (`${OPS_SECRET}` is set).',
    ],
    [
      '{ webhook: https://example.org/h, secrets: [ ${OPS_SECRET}, ${PD_SECRET} ] }',
      'hooks.yaml:2 hooks.ops.secrets[1]: What ${PD_SECRET} holds is no secret of Standard Webhooks. Write whsec_ and base64 into it, for instance from: echo "whsec_$(openssl rand -base64 32)".',
    ],
    [
      '{ webhook: https://example.org/h }',
      'hooks.yaml:2 hooks.ops: Without a secret its receiver cannot tell who posts. Write `secret: ${OPS_SECRET}`.',
    ],
    [
      '{ webhook: https://me:pass@example.org/h, secret: "${OPS_SECRET}" }',
      'hooks.yaml:2 hooks.ops.webhook: A password does not stand in a file that is copied and shared. Write `${OPS_URL}`, and the url into it.',
    ],
    [
      '{ webhook: example.org, secret: ${OPS_SECRET} }',
      'hooks.yaml:2 hooks.ops.webhook: This is no url. Write a url that begins with https://, or a variable that holds one.',
    ],
    [
      '{ slack: https://hooks.slack.com/services/x }',
      'hooks.yaml:2 hooks.ops.slack: A secret does not stand in a file that is copied and shared. Write `${OPS_URL}`, and the value into the environment under that name.',
    ],
    [
      '{ teams: ${PD_SECRET} }',
      'hooks.yaml:2 hooks.ops.teams: What ${PD_SECRET} holds is no url. Write a url that begins with https:// into it.',
    ],
    [
      '{ email: ops, from: a@example.org, smtp: ${SMTP_URL} }',
      'hooks.yaml:2 hooks.ops.email: "ops" is no mail address. Write an address such as `ops@example.org`.',
    ],
    [
      '{ email: a@example.org, from: a@example.org }',
      'hooks.yaml:2 hooks.ops: No server sends these mails. Write `smtp: ${SMTP_URL}`, such as smtp://user:password@mail.example.org.',
    ],
    [
      '{ language: en }',
      'hooks.yaml:2 hooks.ops: Nothing says how the hook "ops" is reached. Write one of webhook, slack, teams, pagerduty, email.',
    ],
    [
      '{ slack: ${SLACK_URL}, teams: ${TEAMS_URL} }',
      'hooks.yaml:2 hooks.ops.teams: The hook "ops" is a slack already. Write two hooks, and both names under `to`.',
    ],
    [
      '{ slack: ${SLACK_URL}, secret: ${OPS_SECRET} }',
      'hooks.yaml:2 hooks.ops.secret: `secret` belongs to webhook, and this hook is slack. Write `signing secret`.',
    ],
    [
      '{ slack: ${SLACK_URL}, signing-secret: ${SLACK_SIGNING} }',
      'hooks.yaml:2 hooks.ops.signing-secret: There is no key "signing-secret" here. Write `signing secret`.',
    ],
    [
      '{ slack: ${SLACK_URL}, limit: 0 a minute }',
      'hooks.yaml:2 hooks.ops.limit: "0 a minute" is no limit. Write posts a minute, at least one, such as `20 a minute`.',
    ],
    [
      '{ slack: ${SLACK_URL}, zone: Riyadh }',
      'hooks.yaml:2 hooks.ops.zone: "Riyadh" is no time zone. Write an IANA name such as `Europe/Prague` or `UTC`.',
    ],
    [
      '{ slack: ${SLACK_URL}, language: de }',
      'hooks.yaml:2 hooks.ops.language: "de" does not fit here. Write `en`, `ar` or `pl`.',
    ],
    [
      '{ slack: ${SLACK_URL}, fallback: opps }',
      'hooks.yaml:2 hooks.ops.fallback: There is no hook "opps". Write `ops`.',
    ],
  ])('ops: %s', (entry, expected) => {
    expect(told(hook(entry))).toEqual([expected]);
  });

  it.each<[string, string]>([
    ['{ name: a, to: [nihgt] }', 'hooks.yaml:10 routes[0].to[0]: There is no hook "nihgt". Write `night`.'],
    [
      '{ name: a, to: [night, nobody] }',
      'hooks.yaml:10 routes[0].to[1]: `nobody` is no hook. Write `to: nobody`, or hooks alone.',
    ],
    [
      '{ name: a, when: { carier: aramex }, to: [night] }',
      'hooks.yaml:10 routes[0].when.carier: There is no key "carier" here. Write `carrier`.',
    ],
    [
      '{ name: a, when: { kind: breach }, to: [night] }',
      'hooks.yaml:10 routes[0].when.kind: "breach" does not fit here. Write `breached`.',
    ],
    [
      '{ name: a, when: { step: 8 }, to: [night] }',
      'hooks.yaml:10 routes[0].when.step: 8 does not fit here. Write a value such as `aramex`, in quotes if it is a number, or a list of them.',
    ],
    [
      '{ name: a, when: {}, to: [night] }',
      'hooks.yaml:10 routes[0].when: Nothing is asked here. Write a field such as `promise`, or no `when` at all.',
    ],
    [
      '{ name: a, outside: office-hour, to: [night] }',
      'hooks.yaml:10 routes[0].outside: There is no calendar "office-hour". Write `office-hours`.',
    ],
    [
      '{ name: a, during: office-hours, outside: office-hours, to: [night] }',
      'hooks.yaml:10 routes[0].outside: There is `during` as well. Write one of the two, or two routes.',
    ],
    [
      '{ name: a, threshold: 1 breaches in 10 minutes, to: [night] }',
      'hooks.yaml:10 routes[0].threshold: "1 breaches in 10 minutes" is no threshold. Write two breaches at least, and a time: `5 breaches in 10 minutes`.',
    ],
    [
      '{ name: a, repeat: 1 day, severity: critical, to: [night] }',
      'hooks.yaml:10 routes[0].repeat: "1 day" is no time in seconds, minutes or hours. Write `4 hours` or `never`.',
    ],
    [
      '{ name: a, every: 10 ms, severity: critical, to: [night] }',
      'hooks.yaml:10 routes[0].every: "10 ms" is too short. Write 1 seconds or more, such as `5 minutes`.',
    ],
    [
      '{ name: ladder, severity: critical, to: [night] }',
      'hooks.yaml:10 routes[0].name: "ladder" is what deliveries say where a step of a policy names the hook. Write another name.',
    ],
    [
      '{ name: rest, severity: critical, to: [night] }',
      'hooks.yaml:11 routes[1].name: There is a route "rest" before. Write another name: deliveries say by it why they were sent.',
    ],
  ])('- %s', (entry, expected) => {
    expect(told(route(entry))).toEqual([expected]);
  });

  it.each<[string, string, string]>([
    [
      'a last route that asks something',
      `${HOOKS}routes:\n  - { name: a, severity: critical, to: [ops] }\n`,
      'hooks.yaml:10 routes[0].severity: The last route takes everything that is left, so it asks nothing. Write a route behind it: `- { name: everything else, to: [...] }`, or `to: nobody`.',
    ],
    ['no routes', HOOKS, 'hooks.yaml:1 routes: `routes` is missing. Write a list of routes.'],
    [
      'an empty list of routes',
      `${HOOKS}routes: []\n`,
      'hooks.yaml:9 routes: A list does not fit here. Write at least the route that takes everything: `- { name: everything else, to: [...] }`.',
    ],
    [
      'a hook called nobody',
      'hooks:\n  nobody: { slack: ${SLACK_URL} }\nroutes: [{ name: a, to: nobody }]\n',
      'hooks.yaml:2 hooks.nobody: `to: nobody` tells nobody. Write another name.',
    ],
    [
      'a heartbeat that beats too fast',
      `${WHOLE.replace('every: 1 minute', 'every: 10 seconds')}`,
      'hooks.yaml:34 heartbeat.every: "10 seconds" is too short. Write 60 seconds or more, such as `1 minute`.',
    ],
    [
      'a calendar without hours that are any',
      WHOLE.replace('09:00-18:00', 'nine to six'),
      'hooks.yaml:8 calendars.office-hours.hours.monday to friday: "nine to six" is no span of hours. Write hours such as `09:00-18:00`, several as `09:00-12:00, 13:00-18:00`, or `round the clock`.',
    ],
    [
      'an alias within what it stands for',
      'hooks: &all\n  ops: *all\nroutes: []\n',
      'hooks.yaml:1: What an alias stands for holds that alias. Write the value itself.',
    ],
    [
      'what is no YAML',
      'hooks: "ops\n',
      'hooks.yaml:2: This is no YAML: Missing closing "quote. Write quotes around a text that has `: `, `#` or a dash at its start.',
    ],
    [
      'an empty file',
      '',
      'hooks.yaml:1: There is nothing here. Write a mapping that states a hooks file, with the keys hooks, calendars, routes, heartbeat.',
    ],
  ])('%s', (_, yaml, expected) => {
    expect(told(yaml)).toEqual([expected]);
  });

  it('names the mistakes of all parts at once, in the order of their lines', () => {
    const lines = told(
      WHOLE.replace('language: ar', 'language: xx').replace('to: floor', 'to: flor').replace('8 hours', 'sometimes'),
    ).map((line) => /\d+/.exec(line)?.[0]);
    expect(lines).toEqual(['4', '17', '30']);
  });

  it('shows no secret that stands in the file', () => {
    const literal = 'whsec_thisMustNotBeShown';
    for (const entry of [
      `secret: ${literal}`,
      `secrets: ${literal}`,
      `secrets: [${literal}]`,
      `"secret": ${literal}`,
    ]) {
      const problems = told(hook(`{ webhook: https://example.org/h, ${entry} }`)).join('\n');
      expect(problems).toContain('A secret does not stand in a file');
      expect(problems).not.toContain(literal);
    }
  });
});

it('whatever is written, there is an answer, and it names lines of the file', () => {
  const pieces = ['', ' ', '\n', ':', '{', '}', '[', '-', '"', '&a ', '*a', '${', '~', '0', 'to: ', 'routes:', 'null'];
  const place = fc.nat({ max: WHOLE.length });
  fc.assert(
    fc.property(place, fc.nat({ max: 20 }), fc.constantFrom(...pieces), (at, length, piece) => {
      const yaml = WHOLE.slice(0, at) + piece + WHOLE.slice(at + length);
      const read = parseHooksFile(yaml, 'hooks.yaml', context);
      if (!('problems' in read)) return;
      expect(read.problems.length).toBeGreaterThan(0);
      for (const { line } of read.problems) expect(line).toBeLessThanOrEqual(yaml.split('\n').length);
    }),
    { numRuns: 300 },
  );
});
