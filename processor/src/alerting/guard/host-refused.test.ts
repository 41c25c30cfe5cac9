import { describe, expect, it } from 'vitest';
import { hostOf, hostRefused } from './host-refused.ts';

const refusedIn = (url: string): string | null => hostRefused(hostOf(new URL(url)));

/** Each is 127.0.0.1, ::1 or what stands for it, in a spelling that a filter of texts would let pass. */
const HIDDEN = [
  '127.0.0.1',
  '127.0.0.1.',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '127.1',
  '127.0.1',
  '%31%32%37.0.0.1',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[64:ff9b::7f00:1]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  'example.org.',
];

describe('a host that is not public is refused, however it is spelled', () => {
  it.each(HIDDEN)('http://%s/', (host) => {
    expect(refusedIn(`http://${host}:8080/hook`)).not.toBeNull();
  });

  it.each(HIDDEN)('smtp://%s', (host) => {
    expect(refusedIn(`smtp://${host}:2525`)).not.toBeNull();
  });

  it('says why', () => {
    expect(refusedIn('http://2852039166/latest/meta-data/')).toBe('is link-local, where clouds keep their credentials');
    expect(refusedIn('http://localhost/')).toBe('is this machine');
    expect(refusedIn('http://example.org./')).toBe('ends in a dot');
  });

  it.each([
    'https://hooks.slack.com/services/T/B/x',
    'http://93.184.216.34:8080/',
    'smtps://mail.example.org',
    'https://[2606:4700::1111]/',
  ])('%s may be tried', (url) => {
    expect(refusedIn(url)).toBeNull();
  });
});
