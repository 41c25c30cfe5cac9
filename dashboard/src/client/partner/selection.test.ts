import { describe, expect, it } from 'vitest';
import type { KpiCard, PartnerAnswer, Standing } from '../../contract/kpi-api.ts';
import { readPage } from '../state/page-url.ts';
import { numberQuestion, selectionOf, unknownIn } from './selection.ts';

const card = (kpi: string, ...windows: string[]): KpiCard =>
  ({ kpi, windows: windows.map((window) => ({ kpi, window }) as Standing) }) as unknown as KpiCard;
const page = { kpis: [card('on-time', '7d', 'month'), card('errors', '30d', 'month')] } as unknown as PartnerAnswer;

const chosen = (search: string): string => {
  const selection = selectionOf(page, readPage('/partner/noor', search));
  return `${selection?.card.kpi} ${selection?.standing.window}`;
};

describe('what the reader has chosen', () => {
  it.each([
    ['', 'on-time 7d'],
    ['?kpi=errors', 'errors 30d'],
    ['?kpi=errors&window=month', 'errors month'],
    ['?window=month', 'on-time month'],
    ['?kpi=gone&window=gone', 'on-time 7d'],
  ])('%s: %s', (search, expected) => {
    expect(chosen(search)).toBe(expected);
  });

  it('is known by its name where no two packs share it', () => {
    const packs = { kpis: [card('mall/late', '7d'), card('mall/lost', '7d'), card('own/lost', '7d')] };
    const kpi = (name: string) =>
      selectionOf(packs as unknown as PartnerAnswer, readPage('/partner/noor', `?kpi=${name}`))?.card.kpi;
    expect([kpi('own/lost'), kpi('lost'), kpi('late')]).toEqual(['own/lost', 'mall/late', 'mall/late']);
  });

  it('says which words choose nothing', () => {
    const unknown = (search: string) => unknownIn(page, readPage('/partner/noor', search));
    expect(unknown('?kpi=gone&window=gone')).toEqual(['kpi', 'window']);
    expect(unknown('?kpi=on-time&window=30d')).toEqual([]);
    expect(unknown('')).toEqual([]);
  });

  it('is nothing where the partner has no KPI', () => {
    expect(selectionOf({ ...page, kpis: [] }, readPage('/partner/noor', ''))).toBeNull();
  });

  it('asks for a window or for given days, never for both', () => {
    const asks = (search: string) => {
      const state = readPage('/partner/noor', search);
      return numberQuestion(state, selectionOf(page, state)!);
    };
    expect(asks('?carrier=DPD')).toMatchObject({
      kpi: 'on-time',
      partner: 'noor',
      window: '7d',
      from: null,
      carrier: 'DPD',
    });
    expect(asks('?from=2026-10-01&to=2026-10-06')).toMatchObject({
      window: null,
      from: '2026-10-01',
      to: '2026-10-06',
    });
  });
});
