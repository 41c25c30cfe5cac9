import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lookup } from '../../../processor/src/alerting/guard/guarded-lookup.ts';
import type { EmailHook } from '../../../processor/src/alerting/hook-config.ts';
import { createReceiver, type Receiver } from '../../../processor/src/alerting/receivers/receiver.ts';
import { smtpOptions } from '../../../processor/src/alerting/receivers/smtp-options.ts';
import type { Answer } from '../../../processor/src/alerting/retry.ts';
import type { Notification } from '../../../processor/src/contract/notification.ts';
import { anEmail } from '../../support/a-hook.ts';
import { aNotification, aStorm } from '../../support/a-notification.ts';
import { createFakeWallClock, type FakeWallClock } from '../../support/fake-wall-clock.ts';
import { type MailReceiver, startMailReceiver } from '../../support/mail-receiver.ts';

/** Mail over real sockets to a server that takes it, refuses some of it, stalls or is not there. */

let server: MailReceiver;
let clock: FakeWallClock;
beforeEach(async () => {
  server = await startMailReceiver();
  clock = createFakeWallClock(Date.parse('2026-11-27T12:08:00Z'));
});
afterEach(() => server.close());

const never = new AbortController().signal;
const local = (over: Partial<EmailHook> = {}): EmailHook =>
  anEmail({ allowPrivate: true, smtp: `smtp://belfry:s3cret@127.0.0.1:${server.port}`, ...over });
const receiverOf = (hook: EmailHook, lookup?: Lookup): Receiver => createReceiver(hook, { wallClock: clock, lookup });
const send = (receiver: Receiver, notification: Notification = aNotification(), abandoned = never): Promise<Answer> =>
  receiver.post({ id: notification.id, action: notification.action, body: receiver.body(notification)! }, abandoned);

describe('a mail', () => {
  it('arrives for everybody, as text and as HTML, from a machine that says so', async () => {
    expect(await send(receiverOf(local()), aStorm())).toEqual({ kind: 'answered', status: 250, retryAfter: null });
    const [{ from, to, user, email, raw }] = server.mails as [MailReceiver['mails'][0]];
    expect({ from, to, user }).toEqual({
      from: 'belfry@example.org',
      to: ['night@example.org', 'desk@example.org'],
      user: 'belfry',
    });
    expect(email.subject).toBe('214 orders: Pickup 2 h, carrier aramex, first missed 14:32 (35 min ago)');
    expect(email.text).toContain('and 212 more');
    expect(email.html).toContain('<li>order 8812: partner noor, missed 14:32 (35 min ago)</li>');
    expect(email.date).toBe('2026-11-27T12:07:00.000Z');
    expect(raw).toMatch(/^auto-submitted: auto-generated\r$/im);
    expect(raw).not.toContain('s3cret');
  });

  it('is the same mail when it is tried again, and of one thread with the others of its group', async () => {
    const receiver = receiverOf(local());
    await send(receiver);
    await send(receiver);
    await send(receiver, aNotification({ id: 'msg_2', n: 1, action: 'resolve', reason: 'resolved' }));
    const [first, again, end] = server.mails.map(({ email }) => email);
    expect(again!.messageId).toBe(first!.messageId);
    expect(end!.messageId).not.toBe(first!.messageId);
    expect(first!.inReplyTo).toBe(first!.references);
    expect(end!.references).toBe(first!.references);
  });

  it('reads from right to left in Arabic, whole', async () => {
    await send(receiverOf(local({ language: 'ar' })));
    const { email } = server.mails[0]!;
    expect(email.subject).toContain('فات الموعد الساعة 14:32');
    expect(email.html).toContain('dir="rtl"');
    expect(email.text).toContain('(منذ 35 دقيقة)');
  });

  it('has no header that a name could write', async () => {
    await send(receiverOf(local()), aNotification({ partner: 'x\r\nBcc: evil@example.org', total: 2 }));
    const [{ to, email }] = server.mails as [MailReceiver['mails'][0]];
    expect(to).toHaveLength(2);
    expect(email.bcc).toBeUndefined();
  });
});

describe('a mail server that does not take it', () => {
  it.each([
    [550, null],
    [535, null],
    [452, null],
    [450, '60'],
    [421, '60'],
  ])('with %i is asked again, after %s s at least', async (code, retryAfter) => {
    server.react({ data: code });
    expect(await send(receiverOf(local()))).toEqual({ kind: 'answered', status: code, retryAfter });
  });

  it('is never gone for good, whatever it says', async () => {
    server.react({ data: 410 });
    expect(await send(receiverOf(local()))).not.toMatchObject({ status: 410 });
  });

  it('for some is asked again for those only', async () => {
    const receiver = receiverOf(local());
    server.react({ recipient: (address) => (address === 'desk@example.org' ? 451 : 250) });
    expect(await send(receiver)).toEqual({ kind: 'answered', status: 451, retryAfter: '60' });
    server.react({});
    expect(await send(receiver)).toMatchObject({ status: 250 });
    expect(server.mails.map(({ to }) => to)).toEqual([['night@example.org'], ['desk@example.org']]);
    expect(server.mails[1]!.email.to).toHaveLength(2);
  });

  it('stalls is given up after 15 s', async () => {
    server.react({ data: 'stall' });
    const before = server.connections();
    const answer = send(receiverOf(local()));
    while (server.connections() === before) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(15_000);
    expect(await answer).toEqual({ kind: 'timeout' });
    expect(clock.planned()).toBe(0);
  });

  it('is not there, or is left under way', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as { port: number };
    await new Promise((resolve) => gone.close(resolve));
    const smtp = `smtp://127.0.0.1:${port}`;
    expect(await send(receiverOf(local({ smtp })))).toEqual({ kind: 'unreachable', reason: 'ECONNREFUSED' });
    const stop = new AbortController();
    stop.abort();
    expect(await send(receiverOf(local()), aNotification(), stop.signal)).toMatchObject({ kind: 'unreachable' });
    expect(server.mails).toEqual([]);
  });
});

describe('a mail server in a private network', () => {
  it('is not connected to, by address or behind a name, unless it is allowed', async () => {
    const here: Lookup = (_, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);
    const refused = {
      kind: 'unreachable',
      reason: 'its address is this machine; to allow it, write allowPrivate: true',
    };
    const at = (host: string, allowPrivate = false) => local({ allowPrivate, smtp: `smtp://${host}:${server.port}` });
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', 'LOCALHOST', '[::1]', 'mail.example.org']) {
      expect(await send(receiverOf(at(host), here))).toEqual(refused);
    }
    expect(server.connections()).toBe(0);
    expect(await send(receiverOf(at('mail.example.org', true), here))).toMatchObject({ status: 250 });
  });

  it('is given a password only where it is allowed, or encrypted', async () => {
    const smtp = `smtp://belfry:s3cret@127.0.0.1:${server.port}`;
    const open = async () => {
      const socket = connect(server.port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    };
    const handOver = async (allowPrivate: boolean): Promise<unknown> =>
      createTransport(smtpOptions({ smtp, allowPrivate }, await open())).sendMail({
        from: 'a@b.example',
        to: 'c@d.example',
      });
    await expect(handOver(false)).rejects.toMatchObject({ code: 'ETLS' });
    expect(server.users).toEqual([]);
    await handOver(true);
    expect(server.users).toEqual(['belfry']);
  });

  it('is told nothing if nobody vouches for its certificate', async () => {
    const impostor = await startMailReceiver({ secure: true });
    try {
      const smtp = `smtps://belfry:s3cret@127.0.0.1:${impostor.port}`;
      const answer = await send(receiverOf(local({ smtp })));
      expect(answer).toMatchObject({ kind: 'unreachable' });
      expect(JSON.stringify(answer)).toMatch(/TLS|CERT|SOCKET/);
      expect(impostor.users).toEqual([]);
      expect(impostor.mails).toEqual([]);
    } finally {
      await impostor.close();
    }
  });
});
