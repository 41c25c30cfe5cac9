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
import { tellingOf } from './telling.ts';

const MINUTE = 60_000;

const acknowledged = { who: 'Noor', at: NOW, until: NOW + 30 * MINUTE, comment: 'calling them' };
const soon = missedPickup('8812', { kind: 'at-risk', due: NOW + 25 * MINUTE });

describe('the first line', () => {
  it('of one breach says which, whose, how late', () => {
    expect(first(aNotification())).toEqual([
      'order 8812: Pickup 2 h, partner noor, carrier aramex, missed 14:32 (35 min ago)',
      'zamówienie 8812: Pickup 2 h, partner noor, przewoźnik aramex, termin minął o 14:32 (35 min temu)',
      'الطلب ⟨8812⟩: ⟨Pickup 2 h⟩، الشريك ⟨noor⟩، شركة الشحن ⟨aramex⟩، فات الموعد الساعة 14:32 (منذ 35 دقيقة)',
    ]);
  });

  it('of many says how many, and what they share', () => {
    expect(first(aStorm())).toEqual([
      '214 orders: Pickup 2 h, carrier aramex, first missed 14:32 (35 min ago)',
      '214 zamówień: Pickup 2 h, przewoźnik aramex, pierwszy termin minął o 14:32 (35 min temu)',
      '214 طلبًا: ⟨Pickup 2 h⟩، شركة الشحن ⟨aramex⟩، فات أول موعد الساعة 14:32 (منذ 35 دقيقة)',
    ]);
  });

  it('says how many are left, once some have ended', () => {
    expect(first(aStorm({ action: 'update', reason: 'changed', open: 3 }))).toEqual([
      '3 of 214 orders open: Pickup 2 h, carrier aramex, first missed 14:32 (35 min ago)',
      'otwarte 3 z 214 zamówień: Pickup 2 h, przewoźnik aramex, pierwszy termin minął o 14:32 (35 min temu)',
      'الطلبات المفتوحة 3 من 214: ⟨Pickup 2 h⟩، شركة الشحن ⟨aramex⟩، فات أول موعد الساعة 14:32 (منذ 35 دقيقة)',
    ]);
  });

  it('begins with what has become of it', () => {
    const leads = (over: Partial<Notification>) => first(aStorm(over)).map((line) => line.split(/: (?=\d)/)[0]);
    expect(leads({ action: 'update', reason: 'repeat' })).toEqual(['Still open', 'Nadal otwarte', 'ما زال مفتوحًا']);
    expect(leads({ action: 'acknowledge', reason: 'acknowledged', acknowledged })).toEqual([
      'Acknowledged by Noor until 15:37',
      'Potwierdzone przez: Noor, do 15:37',
      'تم تأكيد الاستلام من ⟨Noor⟩ حتى الساعة 15:37',
    ]);
    expect(leads({ action: 'update', reason: 'acknowledgement-expired', acknowledged })).toEqual([
      'ACK EXPIRED (Noor)',
      'POTWIERDZENIE WYGASŁO (Noor)',
      'انتهت مدة تأكيد الاستلام (⟨Noor⟩)',
    ]);
    expect(leads({ action: 'update', reason: 'acknowledgement-expired' })[0]).toBe('ACK EXPIRED');
    expect(leads({ action: 'resolve', reason: 'resolved', open: 0 })).toEqual(['Resolved', 'Zakończone', 'انتهى']);
  });

  it('of some that ended does not begin as if all had', () => {
    const ended = (order: string) =>
      itemOf(missedPickup(order, { kind: 'met-late', stop: NOW }), { state: 'resolved', open: false });
    const items = [ended('8812'), ended('8813')];
    const some = aStorm({ action: 'update', reason: 'resolved', open: 212, items, more: 0 });
    expect(first(some).map((line) => line.split(': ').slice(0, 2).join(': '))).toEqual([
      '2 resolved: 212 of 214 orders open',
      'Zakończone 2: otwarte 212 z 214 zamówień',
      'انتهى 2: الطلبات المفتوحة 212 من 214',
    ]);
  });

  it('of an end says no lateness, and that a breach was taken back', () => {
    const items = [itemOf(missedPickup('8812', { kind: 'retracted' }), { state: 'retracted', open: false })];
    expect(first(aNotification({ action: 'resolve', reason: 'resolved', open: 0, items }))).toEqual([
      'Taken back: the promise was kept: order 8812: Pickup 2 h, partner noor, carrier aramex, missed 14:32',
      'Wycofane: termin został dotrzymany: zamówienie 8812: Pickup 2 h, partner noor, przewoźnik aramex, termin minął o 14:32',
      'سُحب التنبيه: تم الوفاء بالموعد: الطلب ⟨8812⟩: ⟨Pickup 2 h⟩، الشريك ⟨noor⟩، شركة الشحن ⟨aramex⟩، فات الموعد الساعة 14:32',
    ]);
  });

  it('of a reminder says what is left, and later that the customer knows', () => {
    const risk = { action: 'announce', severity: 'warning', items: [itemOf(soon, { state: 'at-risk' })] } as const;
    expect(first(aNotification(risk))).toEqual([
      'Soon due: order 8812: Pickup 2 h, partner noor, carrier aramex, due 15:32 (in 25 min)',
      'Zbliża się termin: zamówienie 8812: Pickup 2 h, partner noor, przewoźnik aramex, termin o 15:32 (za 25 min)',
      'اقترب الموعد: الطلب ⟨8812⟩: ⟨Pickup 2 h⟩، الشريك ⟨noor⟩، شركة الشحن ⟨aramex⟩، الموعد الساعة 15:32 (بعد 25 دقيقة)',
    ]);
    const customerTold = { at: NOW - MINUTE, channel: 'sms' };
    const told = {
      ...risk,
      reason: 'customer-told',
      items: [itemOf(soon, { state: 'at-risk', customerTold })],
    } as const;
    expect(first(aNotification(told)).map((line) => line.split(': ')[0])).toEqual([
      'Customer told 15:06 by sms',
      'Klient powiadomiony o 15:06 (sms)',
      'تم إبلاغ العميل الساعة 15:06 عبر ⟨sms⟩',
    ]);
  });

  it('of a KPI speaks in whole orders', () => {
    const kpi = { kind: 'kpi', title: 'On-time delivery', promise: 'mall/on-time', carrier: '' } as const;
    expect(first(aNotification({ ...kpi, items: [itemOf(blockedKpi())] }))).toEqual([
      'On-time delivery, partner noor: 47/50 at 95 %: short by 1 (7d)',
      'On-time delivery, partner noor: 47/50 przy progu 95 %: brakuje 1 (okno 7d)',
      '⟨On-time delivery⟩، الشريك ⟨noor⟩: ‹47/50› والحد ‹95%›: ينقص 1 (الفترة ⟨7d⟩)',
    ]);
    const burn = blockedKpi({ kind: 'kpi-burn', window: 'fast', burn: { short: 15, long: 14.4, factor: 14.4 } });
    expect(first(aNotification({ ...kpi, items: [itemOf(burn)] }))[0]).toBe(
      'On-time delivery, partner noor: fails 14.4 times as fast as 95 % bears (fast)',
    );
    const two = [itemOf(blockedKpi()), itemOf(blockedKpi({ window: '30d', num: 190, den: 200, headroom: 0 }))];
    const both = tell(aNotification({ ...kpi, open: 2, total: 2, items: two }));
    expect(both.headline).toBe('2 KPIs: On-time delivery, partner noor, 47/50 at 95 %: short by 1 (7d)');
    expect(both.items).toEqual(['47/50 at 95 %: short by 1 (7d)', '190/200 at 95 %: none to spare (30d)']);
  });

  it('of a notice is its title, and its reason stands below', () => {
    const about = { kind: 'notice', action: 'announce', title: changedPolicy.title, partner: '', carrier: '' } as const;
    const { headline, notes, items } = tell(aNotification({ ...about, items: [itemOf(changedPolicy)] }));
    expect({ headline, notes, items }).toEqual({
      headline: 'The policy mall has changed',
      notes: ['Pickup now has 3 h instead of 2 h; read it before it is in force'],
      items: [],
    });
  });

  it('of a heartbeat and of a test says what they are', () => {
    expect(first(aNotification({ action: 'heartbeat', reason: 'heartbeat' }))).toEqual([
      'Belfry is awake, 15:07. If this stops coming, it is not',
      'Belfry czuwa, 15:07. Jeśli ta wiadomość przestanie przychodzić, to już nie',
      'نظام ⟨Belfry⟩ يعمل، الساعة 15:07. إذا توقفت هذه الرسالة فقد توقف',
    ]);
    expect(first(aNotification({ action: 'test', reason: 'test' }))).toEqual([
      'A test: this is where Belfry speaks',
      'Test: tutaj odzywa się Belfry',
      'اختبار: هنا تصل رسائل ⟨Belfry⟩',
    ]);
  });

  it('tells the day of what was missed on another one, in the zone of the hook', () => {
    const late = aNotification({ since: MISSED - 24 * 60 * MINUTE });
    expect(tellingOf(late, { language: 'en', zone: 'Europe/Warsaw' }).headline).toBe(
      'order 8812: Pickup 2 h, partner noor, carrier aramex, missed 26 Nov 12:32 (1 day ago)',
    );
  });
});

describe('below it', () => {
  it('stands who has to act, while something is to be done', () => {
    const level = { level: 'L2', role: 'Shift lead', responsibility: 'call the carrier' };
    const items = [itemOf(missedPickup('8812', { ...level, kind: 'escalated' }), { state: 'escalated' })];
    const escalated = aNotification({ level: 'L2', role: 'Shift lead', items });
    expect(tell(escalated).act).toBe('To act: L2, Shift lead: call the carrier');
    expect(tell(escalated, 'pl').act).toBe('Zadanie dla: L2, Shift lead: call the carrier');
    expect(visible(tell(escalated, 'ar').act)).toBe('المسؤول الآن: ⟨L2⟩، ⟨Shift lead⟩: ⟨call the carrier⟩');
    expect(tell({ ...escalated, action: 'resolve' }).act).toBe('');
    expect(tell(aNotification()).act).toBe('');
  });

  it('stand the items, with what they do not share', () => {
    const done = { kind: 'met-late', stop: MISSED + 18 * MINUTE } as const;
    const items = [
      itemOf(missedPickup('8812', { kind: 'escalated', level: 'L2' }), { state: 'escalated' }),
      itemOf(missedPickup('8813', done), { state: 'resolved', open: false }),
      itemOf(missedPickup('8814', { kind: 'cancelled-late', stop: MISSED + MINUTE }), {
        state: 'resolved',
        open: false,
      }),
    ];
    const storm = aStorm({ items, more: 211 });
    expect(tell(storm).items).toEqual([
      'order 8812: partner noor, missed 14:32 (35 min ago), escalated to L2',
      'order 8813: partner noor, done 14:50, 18 min late',
      'order 8814: partner noor, cancelled 14:33',
    ]);
    expect(tell(storm, 'pl').items[1]).toBe('zamówienie 8813: partner noor, wykonane o 14:50, z opóźnieniem 18 min');
    expect(visible(tell(storm, 'ar').items[1]!)).toBe('الطلب ⟨8813⟩: الشريك ⟨noor⟩، أُنجز الساعة 14:50 بتأخير 18 دقيقة');
    expect(tell(storm).more).toBe(211);
  });

  it('stands who has it, who wanted it again, and in whose place it came', () => {
    const again = { who: 'Omar', at: NOW + MINUTE };
    const held = aStorm({ action: 'update', reason: 'changed', acknowledged, again, insteadOf: 'slack' });
    expect(tell(held).notes).toEqual([
      'Acknowledged by Noor until 15:37',
      '“calling them”',
      'Sent again, asked for by Omar at 15:08',
      'Sent here because the hook slack does not take it',
    ]);
  });

  it('stands the same in Polish and Arabic', () => {
    const again = { who: 'Omar', at: NOW + MINUTE };
    const held = aStorm({
      action: 'update',
      reason: 'changed',
      acknowledged,
      again,
      insteadOf: 'slack',
    });
    const lines = (language: HookLanguage) => {
      const { notes, words, facts } = tell(held, language);
      const table = facts.map(({ label, value }) => words.about(label, value));
      return [...notes, words.more(3), ...table].map(visible);
    };
    expect(lines('pl')).toEqual([
      'Potwierdzone przez: Noor, do 15:37',
      '„calling them”',
      'Wysłane ponownie na prośbę: Omar, o 15:08',
      'Wysłane tutaj, bo hook slack tego nie przyjmuje',
      'i jeszcze 3',
      'Waga: krytyczna',
      'Przewoźnik: aramex',
      'Od: 14:32',
      'Otwarte: 214 z 214',
      'Reguła: carriers',
    ]);
    expect(lines('ar')).toEqual([
      'تم تأكيد الاستلام من ⟨Noor⟩ حتى الساعة 15:37',
      '«⟨calling them⟩»',
      'أُعيد الإرسال بطلب من ⟨Omar⟩ الساعة 15:08',
      'أُرسل هنا لأن الوجهة ⟨slack⟩ لا تستقبله',
      'وهناك 3 غيرها',
      'الأهمية: حرج',
      'شركة الشحن: ⟨aramex⟩',
      'منذ: 14:32',
      'المفتوح: 214 من 214',
      'المسار: ⟨carriers⟩',
    ]);
  });
});

describe('names from outside', () => {
  it('cannot break the line or its direction', () => {
    const evil = aNotification({ partner: 'noor\n\u202Eevil\u2069' });
    expect(tell(evil).headline).toContain('partner noor evil,');
    expect(visible(tell(evil, 'ar').headline)).toContain('الشريك ⟨noor evil⟩');
  });
});
