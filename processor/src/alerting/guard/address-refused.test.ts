import { describe, expect, it } from 'vitest';
import { addressRefused } from './address-refused.ts';

const REFUSED: readonly (readonly [address: string, why: RegExp])[] = [
  ['127.0.0.1', /this machine/],
  ['127.8.9.10', /this machine/],
  ['0.0.0.0', /this machine/],
  ['0.1.2.3', /this machine/],
  ['10.0.0.1', /private/],
  ['172.16.0.1', /private/],
  ['172.31.255.255', /private/],
  ['192.168.1.1', /private/],
  ['100.64.0.1', /provider/],
  ['100.127.255.255', /provider/],
  ['169.254.169.254', /link-local/],
  ['192.0.0.1', /reserved/],
  ['192.0.2.1', /reserved/],
  ['198.18.0.1', /reserved/],
  ['224.0.0.1', /multicast/],
  ['239.255.255.255', /multicast/],
  ['240.0.0.1', /reserved/],
  ['255.255.255.255', /broadcast/],
  ['::', /this machine/],
  ['::1', /this machine/],
  ['fe80::1', /link-local/],
  ['fe80::1%eth0', /link-local/],
  ['febf::1', /link-local/],
  ['fec0::1', /not a public/],
  ['fc00::1', /private/],
  ['fdff::1', /private/],
  ['ff02::1', /multicast/],
  ['2001:db8::1', /reserved/],
  ['100::1', /discard/],
  ['4000::1', /reserved/],
  // IPv4 in the guise of IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo.
  ['::ffff:127.0.0.1', /guise/],
  ['::ffff:7f00:1', /guise/],
  ['::ffff:8.8.8.8', /guise/],
  ['::127.0.0.1', /guise|reserved/],
  ['::ffff:0:10.0.0.1', /guise/],
  ['64:ff9b::a00:1', /guise/],
  ['64:ff9b::10.0.0.1', /guise/],
  ['64:ff9b:1::1', /guise/],
  ['2002:7f00:1::', /guise/],
  ['2001:0:53aa:64c::1', /guise/],
  // A resolver does not write addresses so; what does is not trusted.
  ['2130706433', /no address/],
  ['0x7f000001', /no address/],
  ['0177.0.0.1', /no address/],
  ['127.1', /no address/],
  ['example.org', /no address/],
  ['', /no address/],
];

describe('an address that is not public is refused', () => {
  it.each(REFUSED)('%s', (address, why) => {
    expect(addressRefused(address)).toMatch(why);
  });

  it.each([
    '8.8.8.8',
    '93.184.216.34',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450:4001::200e',
  ])('%s may be reached', (address) => {
    expect(addressRefused(address)).toBeNull();
  });
});
