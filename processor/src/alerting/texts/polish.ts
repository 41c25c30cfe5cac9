import { counting, type Forms } from './counted.ts';
import type { Moment } from './moment.ts';
import type { Span } from './span.ts';
import type { Field, Noun, Words } from './words.ts';

type Polish = Forms<'one' | 'few' | 'many' | 'other'>;
const counted = counting<'one' | 'few' | 'many' | 'other'>('pl');

/** `other` is for fractions, which take the genitive singular; `of`: behind `z` and a number, which is never one. */
const NOUNS: Readonly<Record<Noun, { readonly single: string; readonly forms: Polish; readonly of: string }>> = {
  order: {
    single: 'zamówienie',
    forms: { one: '# zamówienie', few: '# zamówienia', many: '# zamówień', other: '# zamówienia' },
    of: 'zamówień',
  },
  ticket: {
    single: 'zgłoszenie',
    forms: { one: '# zgłoszenie', few: '# zgłoszenia', many: '# zgłoszeń', other: '# zgłoszenia' },
    of: 'zgłoszeń',
  },
  kpi: {
    single: 'wskaźnik',
    forms: { one: '# wskaźnik', few: '# wskaźniki', many: '# wskaźników', other: '# wskaźnika' },
    of: 'wskaźników',
  },
  notice: {
    single: 'komunikat',
    forms: { one: '# komunikat', few: '# komunikaty', many: '# komunikatów', other: '# komunikatu' },
    of: 'komunikatów',
  },
  promise: {
    single: 'niedotrzymany termin',
    forms: {
      one: '# niedotrzymany termin',
      few: '# niedotrzymane terminy',
      many: '# niedotrzymanych terminów',
      other: '# niedotrzymanego terminu',
    },
    of: 'niedotrzymanych terminów',
  },
  thing: {
    single: 'sprawa',
    forms: { one: '# sprawa', few: '# sprawy', many: '# spraw', other: '# sprawy' },
    of: 'spraw',
  },
};
/** Behind `z`, in the genitive. */
const INCIDENTS: Polish = { one: '# incydentu', few: '# incydentów', many: '# incydentów', other: '# incydentu' };
const NAMES = { partner: 'partner', carrier: 'przewoźnik', team: 'zespół' };
const FIELDS: Readonly<Record<Field, string>> = {
  partner: 'Partner',
  carrier: 'Przewoźnik',
  team: 'Zespół',
  severity: 'Waga',
  since: 'Od',
  open: 'Otwarte',
  route: 'Reguła',
};
const SEVERITIES = { critical: 'krytyczna', warning: 'ostrzeżenie', info: 'informacja' };
const DAYS: Polish = { one: '# dzień', few: '# dni', many: '# dni', other: '# dnia' };
const TIMES: Polish = { one: '# raz', few: '# razy', many: '# razy', other: '# raza' };
const rate = new Intl.NumberFormat('pl', { maximumFractionDigits: 2 });
const number = new Intl.NumberFormat('pl', { maximumFractionDigits: 1 });
const percent = (limit: number): string => `${rate.format(limit * 100)} %`;

const dayOf = ({ date }: Moment): string => {
  if (!date) return '';
  const day = `${date.day}.${String(date.month).padStart(2, '0')}`;
  return date.year === null ? day : `${day}.${date.year}`;
};
/** `o 14:32`, `25.11 o 14:32`. */
const at = (moment: Moment): string => (moment.date ? `${dayOf(moment)} o ${moment.time}` : `o ${moment.time}`);
/** `14:32`, `25.11 14:32`, as it stands behind a preposition. */
const time = (moment: Moment): string => (moment.date ? `${dayOf(moment)} ${moment.time}` : moment.time);

function span({ days, hours, minutes }: Span): string {
  const parts = [];
  if (days > 0) parts.push(counted(days, DAYS));
  if (hours > 0) parts.push(`${hours} h`);
  if (minutes > 0) parts.push(`${minutes} min`);
  return parts.join(' ');
}
const ago = (length: Span | null): string => (length ? ` (${span(length)} temu)` : '');
const left = (length: Span | null): string => (length ? ` (za ${span(length)})` : '');

export const polish: Words = {
  direction: 'ltr',
  isolate: (name) => name,
  list: (parts) => parts.join(', '),
  about: (label, text) => `${label}: ${text}`,
  count: (n, noun) => counted(n, NOUNS[noun].forms),
  openOf: (open, total, noun) => `otwarte ${number.format(open)} z ${number.format(total)} ${NOUNS[noun].of}`,
  ofIncidents: (what, n, orMore) => `${what} z ${orMore ? 'co najmniej ' : ''}${counted(n, INCIDENTS)}`,
  share: (open, total) => `${number.format(open)} z ${number.format(total)}`,
  one: (noun, id) => `${NOUNS[noun].single} ${id}`,
  named: (field, name) => `${NAMES[field]} ${name}`,
  field: (field) => FIELDS[field],
  severity: (severity) => SEVERITIES[severity],
  time,
  missed: (moment, length) => `termin minął ${at(moment)}${ago(length)}`,
  firstMissed: (moment, length) => `pierwszy termin minął ${at(moment)}${ago(length)}`,
  due: (moment, length) => `termin ${at(moment)}${left(length)}`,
  firstDue: (moment, length) => `pierwszy termin ${at(moment)}${left(length)}`,
  escalatedTo: (level) => `eskalacja do: ${level}`,
  met: (moment) => `wykonane w terminie, ${at(moment)}`,
  metLate: (moment, late) => `wykonane ${at(moment)}${late ? `, z opóźnieniem ${span(late)}` : ', z opóźnieniem'}`,
  cancelled: (moment) => `anulowane ${at(moment)}`,
  takenBack: 'wycofane: termin został dotrzymany',
  standing: ({ num, den, limit, headroom }) =>
    `${number.format(num)}/${number.format(den)} przy progu ${percent(limit)}: ${
      headroom < 0
        ? `brakuje ${number.format(-headroom)}`
        : headroom === 0
          ? 'bez zapasu'
          : `zapas: ${number.format(headroom)}`
    }`,
  burning: (times, limit) =>
    times === null
      ? `błędów przybywa za szybko jak na próg ${percent(limit)}`
      : `błędów przybywa ${counted(Math.round(times * 10) / 10, TIMES)} szybciej, niż dopuszcza próg ${percent(limit)}`,
  keptAgain: 'znów dotrzymane',
  inWindow: (window) => `okno ${window}`,
  still: 'Nadal otwarte',
  resolved: 'Zakończone',
  ended: (n) => `Zakończone ${number.format(n)}`,
  overAlready: 'Było po terminie, już zakończone',
  soonDue: 'Zbliża się termin',
  acknowledgedBy: (who, until) => `Potwierdzone przez: ${who}, do ${time(until)}`,
  acknowledgementExpired: (who) => (who === null ? 'POTWIERDZENIE WYGASŁO' : `POTWIERDZENIE WYGASŁO (${who})`),
  customerTold: (moment, channel) =>
    `klient powiadomiony${moment ? ` ${at(moment)}` : ''}${channel === '' ? '' : ` (${channel})`}`,
  toAct: (who, responsibility) =>
    `Zadanie dla: ${[who.join(', '), responsibility].filter((part) => part !== '').join(': ')}`,
  comment: (text) => `„${text}”`,
  more: (n) => `i jeszcze ${number.format(n)}`,
  again: (who, moment) => `Wysłane ponownie na prośbę: ${who}, ${at(moment)}`,
  insteadOf: (hook) => `Wysłane tutaj, bo hook ${hook} tego nie przyjmuje`,
  heartbeat: (moment) => `Belfry czuwa, ${time(moment)}. Jeśli ta wiadomość przestanie przychodzić, to już nie`,
  test: 'Test: tutaj odzywa się Belfry',
  acknowledge: 'Potwierdź (30 min)',
  openPage: 'Otwórz incydent',
};
