import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { BelfryError } from './belfry-error.ts';

/**
 * The one port of the one-process app. It is opened first, so that a busy port is known before anything else starts;
 * until `serve` is called it answers 503 with Retry-After.
 */
export interface Door {
  readonly server: Server;
  /** With the port that was really taken. */
  readonly url: string;
  serve(fetch: Handler): void;
  /** Ends the connections that are still open, too. */
  close(): Promise<void>;
}

/** `bindings` are what the adapter knows beside the request: its socket, for whoever asks where it comes from. */
type Handler = (request: Request, bindings?: object) => Response | Promise<Response>;

/** The answer to whoever comes too early, whatever is asked for: events and walls come back by themselves. */
const isStarting = (): Response =>
  new Response('Belfry is starting.\n', { status: 503, headers: { 'retry-after': '1' } });

/** @throws BelfryError `PORT_BUSY` */
export async function openDoor(port: number, host: string): Promise<Door> {
  let handler: Handler = isStarting;
  const server = createAdaptorServer({ fetch: (request, bindings) => handler(request, bindings) }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(refusal(cause, port, host)));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return {
    server,
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    serve(fetch) {
      handler = fetch;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refusal(cause: NodeJS.ErrnoException, port: number, host: string): BelfryError {
  const remedy = `choose another with --port ${port < 65_535 ? port + 1 : 4100} or PORT, or end what uses it`;
  if (cause.code === 'EADDRINUSE') {
    return new BelfryError('PORT_BUSY', `port ${port} on ${host} is busy: ${remedy}.`, { cause });
  }
  if (cause.code === 'EACCES') {
    return new BelfryError(
      'PORT_BUSY',
      `port ${port} needs rights that this user has not: choose one above 1023 with --port.`,
      { cause },
    );
  }
  return new BelfryError(
    'PORT_BUSY',
    `cannot listen on ${host}:${port} (${cause.code ?? cause.message}): choose another with --port or --host.`,
    { cause },
  );
}
