import { describe, expect, it } from 'vitest';
import { arabic } from './arabic.ts';
import { english } from './english.ts';
import { polish } from './polish.ts';
import { spanOf } from './span.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('what is counted agrees with its number', () => {
  it('in English', () => {
    expect([1, 2, 1200].map((n) => english.count(n, 'order'))).toEqual(['1 order', '2 orders', '1,200 orders']);
  });

  it('in Polish: one, few, many', () => {
    expect([1, 2, 4, 5, 12, 21, 22, 112, 122, 214].map((n) => polish.count(n, 'order'))).toEqual([
      '1 zamówienie',
      '2 zamówienia',
      '4 zamówienia',
      '5 zamówień',
      '12 zamówień',
      '21 zamówień',
      '22 zamówienia',
      '112 zamówień',
      '122 zamówienia',
      '214 zamówień',
    ]);
    expect(polish.burning(14.4, 0.95)).toBe('błędów przybywa 14,4 raza szybciej, niż dopuszcza próg 95 %');
    expect(polish.burning(6, 0.95)).toBe('błędów przybywa 6 razy szybciej, niż dopuszcza próg 95 %');
  });

  it('in Arabic: zero, one, two, few, many, other', () => {
    expect([0, 1, 2, 3, 10, 11, 99, 100, 101, 103, 214].map((n) => arabic.count(n, 'order'))).toEqual([
      'لا طلبات',
      'طلب واحد',
      'طلبان',
      '3 طلبات',
      '10 طلبات',
      '11 طلبًا',
      '99 طلبًا',
      '100 طلب',
      '101 طلب',
      '103 طلبات',
      '214 طلبًا',
    ]);
    expect([1, 2, 3, 11, 100].map((n) => arabic.count(n, 'ticket'))).toEqual([
      'تذكرة واحدة',
      'تذكرتان',
      '3 تذاكر',
      '11 تذكرة',
      '100 تذكرة',
    ]);
  });

  it('lengths too, cut to two units', () => {
    const ago = (ms: number, words = english) => words.missed({ time: '14:32', date: null }, spanOf(ms));
    expect(ago(2 * HOUR + 5 * 60_000 + 59_999)).toBe('missed 14:32 (2 h 5 min ago)');
    expect(ago(DAY + HOUR + 60_000)).toBe('missed 14:32 (1 day 1 h ago)');
    expect(ago(DAY, polish)).toBe('termin minął o 14:32 (1 dzień temu)');
    expect(ago(3 * DAY + 5 * HOUR, polish)).toBe('termin minął o 14:32 (3 dni 5 h temu)');
    expect(ago(2 * HOUR + 2 * 60_000, arabic)).toBe('فات الموعد الساعة 14:32 (منذ ساعتين ودقيقتين)');
    expect(ago(11 * DAY + 3 * HOUR, arabic)).toBe('فات الموعد الساعة 14:32 (منذ 11 يومًا و3 ساعات)');
  });

  it('days of other dates are named', () => {
    const at = { time: '14:32', date: { day: 5, month: 11, year: null } };
    expect(english.missed(at, null)).toBe('missed 5 Nov 14:32');
    expect(polish.missed(at, null)).toBe('termin minął 5.11 o 14:32');
    expect(arabic.missed(at, null)).toBe('فات الموعد يوم \u20665/11\u2069 الساعة 14:32');
    expect(english.missed({ time: '14:32', date: { day: 31, month: 12, year: 2025 } }, null)).toBe(
      'missed 31 Dec 2025 14:32',
    );
  });
});
