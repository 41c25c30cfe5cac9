import type { Socket } from 'socket.io-client';

/** Refused for now only: the server has not read its tokens yet, or was asked too often. ms */
const AGAIN_AFTER = 2_000;

/** What the server says when it does not let a wall in; 401 and 403 stay until somebody signs in anew. */
export function isSignedOut(error: Error & { readonly data?: unknown }): boolean {
  const { status } = (error.data ?? {}) as { readonly status?: unknown };
  return status === 401 || status === 403;
}

/**
 * A socket whose link breaks tries again by itself. One that the server has ended or refused does not: it comes back here,
 * so that a wall survives an orderly restart and hears why it was cut off, and stays away once it is signed out.
 */
export function keepLinked(socket: Pick<Socket, 'on' | 'connect' | 'active'>, signedOut: () => void): void {
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') socket.connect();
  });
  socket.on('connect_error', (error) => {
    if (socket.active) return;
    if (isSignedOut(error)) signedOut();
    else setTimeout(() => socket.connect(), AGAIN_AFTER);
  });
}
