import { connect, type Socket } from 'node:net';
import { AddressRefusedError, guardedLookup, type Lookup, machineLookup } from './guarded-lookup.ts';
import { hostRefused } from './host-refused.ts';

export interface GuardedSocket {
  /** As `hostOf` spells it. */
  readonly host: string;
  readonly port: number;
  readonly allowPrivate: boolean;
  readonly abandoned: AbortSignal;
  readonly lookup?: Lookup | undefined;
}

/**
 * A connection that mail is handed over on. It is made here, so that what is connected to is what was checked.
 * @throws AddressRefusedError, or what the connection failed with.
 */
export function guardedSocket({ host, port, allowPrivate, abandoned, lookup }: GuardedSocket): Promise<Socket> {
  const why = allowPrivate ? null : hostRefused(host);
  if (why !== null) return Promise.reject(new AddressRefusedError(why));
  return new Promise((connected, failed) => {
    const socket = connect({
      host: host.replace(/^\[|\]$/g, ''),
      port,
      lookup: guardedLookup(lookup ?? machineLookup, allowPrivate),
    });
    const abandon = (): void => void socket.destroy(Object.assign(new Error('abandoned'), { code: 'ABANDONED' }));
    abandoned.addEventListener('abort', abandon, { once: true });
    if (abandoned.aborted) abandon();
    socket.once('connect', () => connected(socket));
    // It stays: a socket that breaks before it is taken over must not end the process.
    socket.on('error', failed);
    socket.once('close', () => abandoned.removeEventListener('abort', abandon));
  });
}
