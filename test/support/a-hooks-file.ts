import type { HooksContext } from '../../processor/src/alerting/hooks-file/parse-hooks-file.ts';

/** A hooks file for tests, and the environment that holds its secrets. */

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const env = {
  OPS_SECRET: SECRET,
  PAGERDUTY_KEY: 'a1b2c3',
  PD_SECRET: 'pd-secret',
  SLACK_URL: 'https://hooks.slack.com/services/T/B/x',
  SLACK_SIGNING: 'signing',
  TEAMS_URL: 'https://example.org/workflow',
  SMTP_URL: 'smtps://belfry:secret@mail.example.org',
};
export const NOW = Date.parse('2026-11-26T12:00Z');
export const context: HooksContext = { env, now: NOW };

export const HOOKS = `hooks:
  ops:    { webhook: https://example.org/belfry, secret: \${OPS_SECRET}, fallback: mail }
  night:  { pagerduty: \${PAGERDUTY_KEY}, webhook secret: \${PD_SECRET} }
  floor:  { slack: \${SLACK_URL}, language: ar, zone: Asia/Riyadh, signing secret: \${SLACK_SIGNING} }
  office: { teams: \${TEAMS_URL}, limit: 20 a minute }
  mail:   { email: [ops@example.org], from: belfry@example.org, smtp: \${SMTP_URL} }
calendars:
  office-hours: { zone: UTC, hours: { monday to friday: 09:00-18:00 } }
`;
/** A file with everything that one can say. */
export const WHOLE = `${HOOKS}routes:
  - name: pickups of a carrier
    when: { promise: oto/pickup, carrier: [aramex, smsa] }
    severity: critical
    to: [night]
    group by: [promise, carrier]
    wait: 30 seconds
    every: 5 minutes
    repeat: 8 hours
    continue: true
  - name: many at once
    threshold: 5 breaches in 10 minutes
    to: [night]
    group by: clock
    repeat: never
  - name: at night
    outside: office-hours
    to: [night, office]
    wait: 0 seconds
  - name: about to breach
    when: { kind: at-risk, step: [three-quarters] }
    to: floor
    group by: carrier
  - name: everything else
    to: nobody
heartbeat: { every: 1 minute, to: [ops] }
`;
