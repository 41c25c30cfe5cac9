import { expect, it } from 'vitest';
import { LinkLost, Refusal } from '../desk/trouble.ts';
import { pageHref, readPage } from '../state/page-url.ts';
import { wayOut } from './way-out.ts';

const state = readPage('/partner/noor', '?kpi=k&from=2026-13-01&to=2026-12-01&asOf=now');
const out = (status: number, refused: string) =>
  wayOut(new Refusal(status, { refused, reason: 'no' }), { href: (change) => pageHref({ ...state, ...change }) });

it('leads out of what will be refused again', () => {
  expect(out(400, 'from')).toEqual({ href: '/partner/noor?kpi=k&asOf=now', words: 'Clear days' });
  expect(out(400, 'asOf')).toMatchObject({
    href: '/partner/noor?kpi=k&from=2026-13-01&to=2026-12-01',
    words: 'Show as of now',
  });
  expect(out(404, 'partner')).toMatchObject({ words: 'All partners' });
});

it('is none where asking again may help', () => {
  expect(out(503, 'history')).toBeNull();
  expect(wayOut(new LinkLost('gone'), { href: () => '' })).toBeNull();
});
