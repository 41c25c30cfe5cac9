/** BELFRY_PROXY: `1` if a proxy stands before this process; everything else, and nothing, means that none does. */
export const isProxied = (variable: string | undefined): boolean => variable?.trim() === '1';

/** The host for a link: an address that means "all of this machine's" can be listened on and not be called. */
export function reachedAs(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
