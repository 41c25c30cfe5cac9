import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anEmail, aPagerDuty, aSlack, aTeams } from '../../../../test/support/a-hook.ts';
import { aNotification, itemOf, missedPickup, NOW } from '../../../../test/support/a-notification.ts';
import { createFakeWallClock } from '../../../../test/support/fake-wall-clock.ts';
import { pagerDutyEvent, slackMessage, teamsMessage } from '../../../../test/support/receiver-schemas.ts';
import type { Notification } from '../../contract/notification.ts';
import type { HookConfig } from '../hook-config.ts';
import { createReceiver } from './receiver.ts';

/** Names as the world has them: empty, endless, of any script, with markup, controls and halves of characters. */
const name = fc.oneof(
  fc.constantFrom('', 'noor', 'شركة الشحن', '<!channel>', '\u202Egnp', '&'.repeat(900), '😀'.repeat(150), '\uD800'),
  fc.string({ unit: 'binary', maxLength: 300 }),
);
const item = fc
  .record({ title: name, partner: name, carrier: name, level: name })
  .map((over) => itemOf(missedPickup('1', over)));
const told = fc.record({ who: name, at: fc.constant(NOW), until: fc.constant(NOW + 60_000), comment: name });
const notification: fc.Arbitrary<Notification> = fc
  .record({
    action: fc.constantFrom('trigger' as const, 'update' as const, 'acknowledge' as const, 'resolve' as const),
    reason: fc.constantFrom('first' as const, 'repeat' as const, 'acknowledged' as const, 'resolved' as const),
    title: name,
    promise: fc.constantFrom('', 'mall/pickup'),
    partner: name,
    carrier: name,
    team: name,
    level: name,
    role: name,
    route: name,
    items: fc.array(item, { maxLength: 50 }),
    incidents: fc.array(fc.constantFrom('inc_1', 'inc_2', 'inc_3'), { minLength: 1, maxLength: 20 }),
    total: fc.nat(300),
    open: fc.nat(300),
    more: fc.nat(200),
    acknowledged: fc.option(told),
  })
  .map((over) => aNotification(over));
const language = fc.constantFrom('en' as const, 'ar' as const, 'pl' as const);

const bodyOf = (hook: HookConfig, one: Notification): string =>
  createReceiver(hook, { wallClock: createFakeWallClock(NOW), baseUrl: 'https://belfry.example.org' }).body(one)!;
const holds = (check: (one: Notification, language: HookConfig['language']) => void): void =>
  fc.assert(fc.property(notification, language, check), { numRuns: 60 });

describe('whatever a notification holds, what is posted is what its receiver takes', () => {
  it('Slack', () => {
    holds((one, language) => {
      const message = slackMessage.parse(JSON.parse(bodyOf(aSlack({ language }), one)));
      expect(message.text).not.toMatch(/[<>\n]/);
    });
  });

  it('Teams', () => {
    holds((one, language) => {
      const body = bodyOf(aTeams({ language }), one);
      teamsMessage.parse(JSON.parse(body));
      expect(Buffer.byteLength(body)).toBeLessThan(28_000);
    });
  });

  it('PagerDuty', () => {
    holds((one, language) => void pagerDutyEvent.parse(JSON.parse(bodyOf(aPagerDuty({ language }), one))));
  });

  it('mail', () => {
    holds((one, language) => {
      const { subject, html } = JSON.parse(bodyOf(anEmail({ language }), one)) as { subject: string; html: string };
      expect(subject).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]{1,200}$/u);
      expect(html.match(/<a /g) ?? []).toHaveLength(1);
    });
  });
});
