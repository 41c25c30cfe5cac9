/** Whether an address to listen on, or of a peer, is this machine's own. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '');
  return plain === 'localhost' || plain === '::1' || /^127(\.\d{1,3}){3}$/.test(plain);
}

/** Where a request came from. */
export interface Origin {
  /** The address that Belfry listens on. */
  readonly listening: string;
  /** The peer's; undefined where there is no socket. */
  readonly remote: string | undefined;
  /** The header Host. */
  readonly host: string | undefined;
  /** Whether any header says that it was passed on by somebody. */
  readonly isForwarded: boolean;
}

/**
 * Whether a request comes from somebody at this machine, who needs no token. The name in Host has to be this machine's
 * too: a page of a foreign site whose name was made to point to 127.0.0.1 (DNS rebinding) still sends its own. What a proxy
 * has passed on comes from this machine and may be anybody's.
 */
export function isLocal({ listening, remote, host, isForwarded }: Origin): boolean {
  if (isForwarded || remote === undefined || host === undefined) return false;
  return isLoopback(listening) && isLoopback(remote) && isLoopback(nameIn(host));
}

/** Without port and brackets. */
const nameIn = (host: string): string =>
  host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
