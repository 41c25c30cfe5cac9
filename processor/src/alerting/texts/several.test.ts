import { describe, expect, it } from 'vitest';
import {
  aNotification,
  aStorm,
  blockedKpi,
  changedPolicy,
  itemOf,
  MISSED,
  missedPickup,
  NOW,
} from '../../../../test/support/a-notification.ts';
import { first, tell, visible } from '../../../../test/support/telling.ts';
import type { Notification } from '../../contract/notification.ts';
import type { HookLanguage } from '../../contract/routing.ts';

const MINUTE = 60_000;

describe('the first line of several promises', () => {
  // What a hook's limit gathered: no route, and nothing that all of it shares.
  const mixed = (over: Partial<Notification> = {}): Notification =>
    aNotification({
      route: '',
      title: '',
      promise: '',
      subject: '',
      partner: '',
      carrier: '',
      incidents: Array.from({ length: 12 }, (_, n) => `inc_${n}`),
      open: 412,
      total: 412,
      signals: 412,
      items: [
        itemOf(missedPickup('8812')),
        itemOf(missedPickup('8812', { promise: 'mall/ship', title: 'Ship confirmation', partner: 'zeina' })),
      ],
      more: 410,
      ...over,
    });
  const far = { incidents: Array.from({ length: 20 }, (_, n) => `inc_${n}`) };
  const some = { action: 'update', reason: 'changed', open: 3, more: 0 } as const;
  const two = { open: 2, total: 2, more: 0, subject: 'order/8812', incidents: ['inc_1', 'inc_2'] };
  const lines = (language: HookLanguage): string[] =>
    [mixed(), mixed(far), mixed(some), mixed(two)].map((one) => visible(tell(one, language).headline));

  it('counts them and their incidents in English', () => {
    expect(lines('en')).toEqual([
      '412 broken promises of 12 incidents, first missed 14:32 (35 min ago)',
      '412 broken promises of at least 20 incidents, first missed 14:32 (35 min ago)',
      '3 of 412 broken promises open, first missed 14:32 (35 min ago)',
      '2 broken promises, order 8812, first missed 14:32 (35 min ago)',
    ]);
  });

  it('counts them and their incidents in Polish', () => {
    expect(lines('pl')).toEqual([
      '412 niedotrzymanych terminów z 12 incydentów, pierwszy termin minął o 14:32 (35 min temu)',
      '412 niedotrzymanych terminów z co najmniej 20 incydentów, pierwszy termin minął o 14:32 (35 min temu)',
      'otwarte 3 z 412 niedotrzymanych terminów, pierwszy termin minął o 14:32 (35 min temu)',
      '2 niedotrzymane terminy, zamówienie 8812, pierwszy termin minął o 14:32 (35 min temu)',
    ]);
  });

  it('counts them and their incidents in Arabic', () => {
    expect(lines('ar')).toEqual([
      '412 موعدًا فائتًا من 12 حادثة، فات أول موعد الساعة 14:32 (منذ 35 دقيقة)',
      '412 موعدًا فائتًا من 20 حادثة على الأقل، فات أول موعد الساعة 14:32 (منذ 35 دقيقة)',
      'المواعيد الفائتة المفتوحة 3 من 412، فات أول موعد الساعة 14:32 (منذ 35 دقيقة)',
      'موعدان فائتان، الطلب ⟨8812⟩، فات أول موعد الساعة 14:32 (منذ 35 دقيقة)',
    ]);
  });

  it('names each of them below, and no rule that there is not', () => {
    const { items, facts } = tell(mixed());
    expect(items).toEqual([
      'order 8812: Pickup 2 h, partner noor, carrier aramex, missed 14:32 (35 min ago)',
      'order 8812: Ship confirmation, partner zeina, carrier aramex, missed 14:32 (35 min ago)',
    ]);
    expect(facts.map(({ label }) => label)).toEqual(['Severity', 'Since', 'Open']);
  });

  it('calls nothing a broken promise that is none, and numbers of one KPI not those of all', () => {
    const kpi = itemOf(blockedKpi());
    const clock = itemOf(missedPickup('8812'));
    expect(tell(mixed({ items: [clock, kpi] })).headline).toMatch(/^412 cases of 12 incidents, first missed/);
    expect(tell(mixed({ since: NOW + MINUTE })).headline).toMatch(/^412 orders of 12 incidents, first due/);
    expect(tell(mixed({ kind: 'kpi', items: [kpi], more: 411 })).headline).toBe('412 KPIs of 12 incidents');
    const ofSome = { kind: 'kpi', title: 'On-time delivery', items: [kpi], more: 411 } as const;
    expect(tell(mixed(ofSome)).headline).toBe('412 KPIs of 12 incidents: On-time delivery');
    const notice = { kind: 'notice', action: 'announce', items: [itemOf(changedPolicy)], more: 1 } as const;
    expect(tell(mixed(notice)).headline).toBe('2 notices');
  });

  it('names the promise where only its title has changed', () => {
    expect(tell(mixed({ promise: 'mall/pickup' })).headline).toMatch(/^412 orders of 12 incidents: mall\/pickup, /);
  });
});

describe('the first line', () => {
  it('of what was broken and ended before anybody was told says that it is over', () => {
    const late = (order: string) =>
      itemOf(missedPickup(order, { kind: 'met-late', stop: MISSED + 18 * MINUTE }), { state: 'resolved', open: false });
    const over = { action: 'announce', reason: 'first', open: 0 } as const;
    expect(first(aNotification({ ...over, items: [late('8812')] }))).toEqual([
      'Was broken, and is over: order 8812: Pickup 2 h, partner noor, carrier aramex, missed 14:32',
      'Było po terminie, już zakończone: zamówienie 8812: Pickup 2 h, partner noor, przewoźnik aramex, termin minął o 14:32',
      'فات الموعد وانتهى الأمر: الطلب ⟨8812⟩: ⟨Pickup 2 h⟩، الشريك ⟨noor⟩، شركة الشحن ⟨aramex⟩، فات الموعد الساعة 14:32',
    ]);
    const told = tell(aStorm({ ...over, total: 3, items: [late('8812'), late('8813')], more: 0 }));
    expect(told.headline).toBe('Was broken, and is over: 2 orders: Pickup 2 h, carrier aramex, first missed 14:32');
    expect(told.items[0]).toBe('order 8812: partner noor, done 14:50, 18 min late');
    const kpi = { kind: 'kpi', title: 'On-time delivery', promise: 'mall/on-time', carrier: '' } as const;
    const again = itemOf(blockedKpi({ kind: 'recovered', num: 48, headroom: 0 }), { state: 'resolved', open: false });
    expect(tell(aNotification({ ...over, ...kpi, items: [again] })).headline).toMatch(
      /^Was broken, and is over: On-time/,
    );
  });

  it('of one that ended and began anew is of one order, and both stand below', () => {
    const ended = itemOf(missedPickup('8812', { kind: 'met-late', stop: MISSED + 18 * MINUTE }), {
      state: 'resolved',
      open: false,
    });
    const begun = itemOf(missedPickup('8812', { due: NOW - 7 * MINUTE }));
    const both = aNotification({ action: 'update', reason: 'changed', open: 1, total: 2, items: [begun, ended] });
    expect(begun.key).toBe(ended.key);
    const { headline, items } = tell(both);
    expect(headline).toBe('order 8812: Pickup 2 h, partner noor, carrier aramex, first missed 14:32 (35 min ago)');
    expect(items).toEqual(['order 8812: missed 15:00 (7 min ago)', 'order 8812: done 14:50, 18 min late']);
    // However many it is counted as, both are told.
    expect(tell({ ...both, total: 1 }).items).toEqual(items);
  });
});
