import type { Socket } from 'node:net';
import { hostOf } from '../guard/host-refused.ts';
import type { EmailHook } from '../hook-config.ts';

/** Where a mail server is: host as it is checked and connected to, port, and whether TLS is spoken from the first byte. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

export function mailServerOf({ smtp }: Pick<EmailHook, 'smtp'>): MailServer {
  const url = new URL(smtp);
  const secure = url.protocol === 'smtps:';
  return { host: hostOf(url), port: url.port === '' ? (secure ? 465 : 587) : Number(url.port), secure };
}

/** What nodemailer is given: a connection that was made and checked here, and no way to open another or to read a file. */
export function smtpOptions({ smtp, allowPrivate }: Pick<EmailHook, 'smtp' | 'allowPrivate'>, connection: Socket) {
  const { username, password } = new URL(smtp);
  const user = decodeURIComponent(username);
  return {
    ...mailServerOf({ smtp }),
    // A password crosses the open net encrypted or not at all.
    requireTLS: user !== '' && !allowPrivate,
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(password) } }),
    getSocket: (_: unknown, done: (error: Error | null, socket: { connection: Socket }) => void) =>
      done(null, { connection }),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
