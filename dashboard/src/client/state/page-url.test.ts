import { describe, expect, it } from 'vitest';
import { isPartnerPath, pageHref, readPage } from './page-url.ts';

const through = (path: string, search = ''): string => pageHref(readPage(path, search));

describe('the URL of a partner page', () => {
  it.each([
    '/partners',
    '/partners?market=SA',
    '/partner/noor',
    '/partner/noor?kpi=mall%2Fon-time&window=month&set=kept&compare=1',
    '/partner/noor?from=2026-10-01&to=2026-10-06&asOf=2026-10-06&market=SA&carrier=DPD&channel=web&tz=Asia%2FRiyadh&set=all',
    '/partner/K%C3%A1men%20%26%20D%C5%99evo%2F2',
  ])('says all that it shows: %s', (href) => {
    const [path = '', search = ''] = href.split('?');
    expect(through(path, search)).toBe(href);
  });

  it('hands on what it does not know, in its order', () => {
    expect(through('/partner/noor', '?lang=ar&kpi=k&theme=light&x=1&x=2')).toBe(
      '/partner/noor?kpi=k&lang=ar&theme=light&x=1&x=2',
    );
  });

  it('leaves out what is so without a word, and what makes no sense', () => {
    expect(through('/partner/noor', '?set=failing&compare=0&kpi=')).toBe('/partner/noor');
    expect(through('/partner/noor', '?set=some&tz=Mars/Base&from=yesterday&to=2026-10-06')).toBe('/partner/noor');
  });

  it('names what it leaves out', () => {
    const leftOut = (search: string) => readPage('/partner/noor', search).leftOut;
    expect(leftOut('?set=some&tz=Mars/Base&from=yesterday&to=2026-10-06&compare=yes')).toEqual([
      ...['from', 'to', 'set', 'compare', 'tz'],
    ]);
    expect(leftOut('?from=2026-10-06')).toEqual(['from']);
    expect(leftOut('?set=&compare=0&tz=UTC&from=2026-10-01&to=2026-10-06&kpi=&x=1')).toEqual([]);
  });

  it('takes given days, both of them, before a window', () => {
    expect(through('/partner/noor', '?window=7d&from=2026-10-01&to=2026-10-06')).toBe(
      '/partner/noor?from=2026-10-01&to=2026-10-06',
    );
    expect(through('/partner/noor', '?window=7d&from=2026-10-01')).toBe('/partner/noor?window=7d');
  });

  it('reads a partner that was encoded wrongly as it is written', () => {
    expect(readPage('/partner/100%', '').partner).toBe('100%');
  });

  it('knows its own paths', () => {
    const own = ['/partners', '/partner/noor', '/partner/a%2Fb'];
    const foreign = ['/', '/partner', '/partner/', '/partner/a/b', '/partnership', '/api/kpi/partners'];
    expect(own.every(isPartnerPath)).toBe(true);
    expect(foreign.some(isPartnerPath)).toBe(false);
  });
});
