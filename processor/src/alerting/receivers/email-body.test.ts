import { describe, expect, it } from 'vitest';
import { anEmail } from '../../../../test/support/a-hook.ts';
import { aNotification, aStorm } from '../../../../test/support/a-notification.ts';
import { emailBody } from './email-body.ts';

describe('what a mail says', () => {
  it('is the first line as its subject, and all of it as text', () => {
    const level = { level: 'L2', role: 'Shift lead' };
    const mail = emailBody(aStorm(level), anEmail(), 'https://belfry.example.org');
    expect(mail.subject).toBe('214 orders: Pickup 2 h, carrier aramex, first missed 14:32 (35 min ago)');
    expect(mail.text).toBe(`214 orders: Pickup 2 h, carrier aramex, first missed 14:32 (35 min ago)
To act: L2, Shift lead

Severity: critical
Carrier: aramex
Since: 14:32
Open: 214 of 214
Route: carriers

- order 8812: partner noor, missed 14:32 (35 min ago)
- order 8813: partner noor, missed 14:32 (35 min ago)
and 212 more

Open the incident: https://belfry.example.org/incident/inc_1
`);
  });

  it('is one line as a subject, however a name is spelled, and at most 200 characters', () => {
    const { subject } = emailBody(
      aNotification({ partner: 'a\r\nBcc: x', title: 'y'.repeat(190) }),
      anEmail(),
      undefined,
    );
    expect(subject).not.toMatch(/[\r\n]/);
    expect(subject.length).toBeLessThanOrEqual(200);
  });

  it('fetches nothing and runs nothing as HTML, and reads from right to left in Arabic', () => {
    const evil = aNotification({ partner: `<img src="https://evil.example/x.png" onerror='x'>`, total: 2 });
    const { html } = emailBody(evil, anEmail({ language: 'ar' }), undefined);
    expect(html).toContain('&lt;img src=&quot;https://evil.example/x.png&quot; onerror=&#39;x&#39;&gt;');
    expect(html).not.toMatch(/<(img|script|link|style|iframe|base|form)|src=["']|url\(/i);
    expect(html).toMatch(/^<!doctype html><html lang="ar" dir="rtl">/);
  });

  it('is the same mail each time, and of one thread with its group', () => {
    const hook = anEmail();
    const [first, again] = [aNotification(), aNotification()].map((one) => emailBody(one, hook, undefined));
    const end = emailBody(aNotification({ id: 'msg_2', n: 1, action: 'resolve', reason: 'resolved' }), hook, undefined);
    const other = emailBody(aNotification({ id: 'msg_3', group: 'carriers/inc_2' }), hook, undefined);
    expect(again).toEqual(first);
    expect(first!.messageId).toMatch(/^<[0-9a-f]{32}@example\.org>$/);
    expect(end.messageId).not.toBe(first!.messageId);
    expect(end.thread).toBe(first!.thread);
    expect(other.thread).not.toBe(first!.thread);
  });
});
