import { describe, expect, it } from 'vitest';
import { aKpi } from '../../../test/support/a-kpi.ts';
import { directoryOf, type PolicyInForce } from './directory.ts';

const kpi = aKpi({ zone: 'Asia/Riyadh' });
const policy = (number: number, over: Partial<PolicyInForce> = {}): PolicyInForce => ({
  number,
  pack: 'oto',
  partners: [{ id: 'noor', name: `Noor ${number}`, market: 'sa', zone: 'Asia/Riyadh', tier: '', reviewDay: 1 }],
  promises: [
    {
      id: 'oto/tickets',
      title: 'Ticket resolution',
      rows: [{ name: 'account/warehouse-edit' }, { name: 'order/edit' }],
    },
    { id: 'oto/ship', title: 'Ship confirmation', rows: [{ name: 'default' }] },
  ],
  kpis: [kpi],
  zones: { 'Asia/Riyadh': { name: 'Asia/Riyadh', offsets: [0, 180] } },
  ...over,
});

describe('the directory', () => {
  it('takes the newest version of each pack, the newest word on a partner, and a KPI once', () => {
    const directory = directoryOf([policy(3), policy(5, { pack: 'mall' }), policy(8)]);
    expect(directory.number).toBe(8);
    expect(directory.partners.get('noor')?.name).toBe('Noor 8');
    expect(directory.kpis).toEqual([kpi]);
  });

  it('keeps the KPIs of a pack in their place when a new version of it comes', () => {
    const [mall, fast] = [aKpi({ id: 'mall/on-time' }), aKpi({ id: 'fast/refused' })];
    const { kpis } = directoryOf([
      policy(3, { pack: 'mall', kpis: [mall] }),
      policy(5, { pack: 'fast', kpis: [fast] }),
      policy(8, { pack: 'mall', kpis: [mall] }),
    ]);
    expect(kpis.map(({ id }) => id)).toEqual(['mall/on-time', 'fast/refused']);
  });

  it('calls a clock by its row where its promise has several', () => {
    const { titleOf } = directoryOf([policy(3)]);
    expect(titleOf('oto/tickets', 'account/warehouse-edit')).toBe('Warehouse edit');
    expect(titleOf('oto/tickets', '')).toBe('Ticket resolution');
    expect(titleOf('oto/ship', 'default')).toBe('Ship confirmation');
    expect(titleOf('gone/promise', 'x')).toBeUndefined();
  });

  it('puts a partner that nobody named into UTC', () => {
    const { zoneOf, zoneOfKpi, marketOf } = directoryOf([policy(3)]);
    expect([marketOf('noor'), marketOf('stranger')]).toEqual(['sa', 'default']);
    expect([zoneOf('noor').name, zoneOf('stranger').name]).toEqual(['Asia/Riyadh', 'UTC']);
    expect(zoneOfKpi(kpi, 'stranger').name).toBe('Asia/Riyadh');
  });
});
