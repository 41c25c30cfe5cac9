import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** One mail as it arrived. */
export interface ReceivedMail {
  /** Of the envelope. */
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | null;
  readonly raw: string;
  readonly email: Email;
}

/** The SMTP code that a step is answered with; 250 takes it. `stall`: no answer at all. */
export interface MailReaction {
  readonly recipient?: (address: string) => number;
  readonly data?: number | 'stall';
}

export interface MailReceiver {
  readonly port: number;
  readonly mails: ReceivedMail[];
  /** Who signed in, in order. */
  readonly users: string[];
  /** Connections so far. */
  connections(): number;
  react(how: MailReaction): void;
  close(): Promise<void>;
}

/**
 * A real SMTP server on this machine; any user may sign in, without TLS.
 * @param secure whether it speaks TLS from the first byte instead, with a certificate that nobody vouches for.
 */
export async function startMailReceiver({ secure = false } = {}): Promise<MailReceiver> {
  const mails: ReceivedMail[] = [];
  let reaction: MailReaction = {};
  let connections = 0;
  const users: string[] = [];
  const refusal = (code: number): Error =>
    Object.assign(new Error('s3cret words of the server'), { responseCode: code });
  const server = new SMTPServer({
    secure,
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onConnect(_, done) {
      connections++;
      done();
    },
    onAuth({ username }, _, done) {
      users.push(username ?? '');
      done(null, { user: username ?? '' });
    },
    onRcptTo({ address }, _, done) {
      const code = reaction.recipient?.(address) ?? 250;
      done(code === 250 ? null : refusal(code));
    },
    onData(stream, session, answer) {
      const take = async (): Promise<void> => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        const { data = 250 } = reaction;
        if (data === 'stall') return;
        if (data !== 250) return void answer(refusal(data));
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          user: session.user ? String(session.user) : null,
          raw: raw.toString('utf8'),
          email: await PostalMime.parse(raw),
        });
        answer();
      };
      take().catch((error: unknown) => answer(error as Error));
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.on('error', () => undefined);
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    mails,
    users,
    connections: () => connections,
    react(how) {
      reaction = how;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
