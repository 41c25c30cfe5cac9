import { isIP } from 'node:net';
import { addressRefused } from './address-refused.ts';

/**
 * Why a host is none that a hook may name unless it is allowed private ones; null: it may, and what it resolves to is looked
 * at when it is connected to (guarded-lookup.ts). Pure.
 * @param host as URL writes it: lower case, IPv6 in brackets. That class also turns `2130706433`, `0x7f.1` and `0177.0.0.1`
 *   into `127.0.0.1`; a host that comes from elsewhere is put through it first (`hostOf`).
 */
export function hostRefused(host: string): string | null {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return addressRefused(bare);
  if (bare.endsWith('.')) return 'ends in a dot';
  if (bare === 'localhost' || bare.endsWith('.localhost')) return 'is this machine';
  return null;
}

/**
 * The host of an address that may be of any scheme, spelled as that of an http url: one spelling is checked, the same is used.
 * Empty if it is none.
 */
export function hostOf(url: URL): string {
  if (url.protocol === 'http:' || url.protocol === 'https:') return url.hostname;
  try {
    return new URL(`http://${decodeURIComponent(url.hostname)}/`).hostname;
  } catch {
    return '';
  }
}
