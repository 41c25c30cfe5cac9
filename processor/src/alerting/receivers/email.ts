import { createTransport } from 'nodemailer';
import { TIMEOUT_MS } from '../guard/guarded-post.ts';
import { guardedSocket } from '../guard/guarded-socket.ts';
import { wordsOf } from '../guard/words-of.ts';
import type { EmailHook } from '../hook-config.ts';
import type { Answer } from '../retry.ts';
import { type EmailBody, emailBody } from './email-body.ts';
import type { Posting, Receiver, ReceiverDeps } from './receiver.ts';
import { mailServerOf, smtpOptions } from './smtp-options.ts';

/** A server that is busy, or greylists, is let alone for so long. */
const BUSY = '60';
const BUSY_CODES = [421, 450, 451];
/** Of how many mails it is remembered who has them already. */
const MOST_HALF_TAKEN = 1000;

/**
 * Mail through a server of one's own. A mail is delivered once the server has taken it for everybody; if it refuses some, only
 * those are tried again, as far as this process remembers.
 */
export function emailReceiver(hook: EmailHook, deps: ReceiverDeps): Receiver {
  const taken = new Map<string, Set<string>>();
  return {
    body: (notification) => JSON.stringify(emailBody(notification, hook, deps.baseUrl)),
    async post(posting, abandoned) {
      const attempt = new AbortController();
      let timedOut = false;
      const cancelTimer = deps.wallClock.after(TIMEOUT_MS, () => {
        timedOut = true;
        attempt.abort();
      });
      const abandon = (): void => attempt.abort();
      abandoned.addEventListener('abort', abandon);
      if (abandoned.aborted) abandon();
      try {
        return await handOver(posting, attempt.signal);
      } catch (error) {
        return timedOut ? { kind: 'timeout' } : answerOf(error);
      } finally {
        cancelTimer();
        abandoned.removeEventListener('abort', abandon);
      }
    },
  };

  async function handOver({ id, body }: Posting, abandoned: AbortSignal): Promise<Answer> {
    const mail = JSON.parse(body) as EmailBody;
    const { host, port } = mailServerOf(hook);
    const has = taken.get(id) ?? new Set();
    const socket = await guardedSocket({ host, port, allowPrivate: hook.allowPrivate, abandoned, lookup: deps.lookup });
    try {
      const transport = createTransport(smtpOptions(hook, socket));
      const info = await transport.sendMail({
        from: hook.from,
        to: [...hook.to],
        envelope: { from: hook.from, to: hook.to.filter((address) => !has.has(address)) },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        date: new Date(mail.date),
        messageId: mail.messageId,
        inReplyTo: mail.thread,
        references: mail.thread,
        headers: { 'auto-submitted': 'auto-generated', 'content-language': mail.language },
      });
      const [refused] = info.rejectedErrors ?? [];
      if (!refused) {
        taken.delete(id);
        return answered(codeOf(info.response) ?? 250);
      }
      for (const address of hook.to) if (isIn(info.accepted, address)) has.add(address);
      taken.set(id, has);
      const [oldest] = taken.keys();
      if (taken.size > MOST_HALF_TAKEN && oldest !== undefined) taken.delete(oldest);
      return answerOf(refused);
    } finally {
      socket.destroy();
    }
  }
}

/** As the server's last word; what it wrote beside the code may quote anything, and is dropped. */
function answerOf(error: unknown): Answer {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  if (typeof responseCode === 'number' && responseCode >= 400) return answered(responseCode);
  if (code === 'ETIMEDOUT') return { kind: 'timeout' };
  return { kind: 'unreachable', reason: wordsOf(error) };
}

/** No mail server says 410; one that does is not gone for good, as a hook that says so is. */
const answered = (code: number): Answer => ({
  kind: 'answered',
  status: code === 410 ? 450 : code,
  retryAfter: BUSY_CODES.includes(code) ? BUSY : null,
});

function codeOf(response: unknown): number | null {
  const code = typeof response === 'string' ? /^\d{3}/.exec(response)?.[0] : undefined;
  return code === undefined ? null : Number(code);
}

const isIn = (accepted: readonly (string | { address: string })[], address: string): boolean =>
  accepted.some((one) => (typeof one === 'string' ? one : one.address).toLowerCase() === address.toLowerCase());
