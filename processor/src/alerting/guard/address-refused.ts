import ipaddr from 'ipaddr.js';

/**
 * Why an address is none that a hook may reach unless it is allowed private ones; null: it may. Pure.
 *
 * Only what is globally routed may be reached. An IPv6 address that carries an IPv4 one inside (mapped, NAT64, 6to4, Teredo)
 * is refused as such: nobody publishes a receiver under one, and behind each an inner address may hide.
 * @param address as a resolver or a socket writes it: dotted decimal, or IPv6 with or without a scope.
 */
export function addressRefused(address: string): string | null {
  const plain = address.replace(/%.*$/, '');
  const known = ipaddr.IPv4.isValidFourPartDecimal(plain) || ipaddr.IPv6.isValid(plain);
  if (!known) return 'is no address';
  const range = rangeOf(ipaddr.parse(plain));
  return range === 'unicast' ? null : (WORDS[range] ?? `is ${range}, not a public address`);
}

function rangeOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (address.kind() === 'ipv4') return address.range();
  const six = address as ipaddr.IPv6;
  if (six.isIPv4MappedAddress()) return 'ipv4Mapped';
  const range = six.range();
  if (range !== 'unicast') return range;
  // The library calls everything unicast that it has no name for; only 2000::/3 has ever been given out to the public.
  return six.match(GLOBAL) ? 'unicast' : 'reserved';
}

const GLOBAL: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

const WORDS: Readonly<Record<string, string>> = {
  loopback: 'is this machine',
  unspecified: 'is this machine',
  linkLocal: 'is link-local, where clouds keep their credentials',
  private: 'is in a private network',
  uniqueLocal: 'is in a private network',
  carrierGradeNat: 'is in a provider’s shared network',
  broadcast: 'is a broadcast address',
  multicast: 'is a multicast address',
  ipv4Mapped: 'is an IPv4 address in the guise of IPv6',
  rfc6145: 'is an IPv4 address in the guise of IPv6',
  rfc6052: 'is an IPv4 address in the guise of IPv6',
  '6to4': 'is an IPv4 address in the guise of IPv6',
  teredo: 'is an IPv4 address in the guise of IPv6',
};
