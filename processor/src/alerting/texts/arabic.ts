import { counting, type Forms } from './counted.ts';
import type { Moment } from './moment.ts';
import type { Span } from './span.ts';
import type { Field, Noun, Words } from './words.ts';

type Arabic = Forms<'zero' | 'one' | 'two' | 'few' | 'many' | 'other'>;
/** Latin digits, as on the walls and as carriers write their numbers. */
const LOCALE = 'ar-u-nu-latn';
const counted = counting<'zero' | 'one' | 'two' | 'few' | 'many' | 'other'>(LOCALE);

const NOUNS: Readonly<Record<Noun, { readonly single: string; readonly forms: Arabic; readonly plural: string }>> = {
  order: {
    single: 'الطلب',
    forms: { zero: 'لا طلبات', one: 'طلب واحد', two: 'طلبان', few: '# طلبات', many: '# طلبًا', other: '# طلب' },
    plural: 'الطلبات',
  },
  ticket: {
    single: 'التذكرة',
    forms: {
      zero: 'لا تذاكر',
      one: 'تذكرة واحدة',
      two: 'تذكرتان',
      few: '# تذاكر',
      many: '# تذكرة',
      other: '# تذكرة',
    },
    plural: 'التذاكر',
  },
  kpi: {
    single: 'المؤشر',
    forms: {
      zero: 'لا مؤشرات',
      one: 'مؤشر واحد',
      two: 'مؤشران',
      few: '# مؤشرات',
      many: '# مؤشرًا',
      other: '# مؤشر',
    },
    plural: 'المؤشرات',
  },
  notice: {
    single: 'الإشعار',
    forms: {
      zero: 'لا إشعارات',
      one: 'إشعار واحد',
      two: 'إشعاران',
      few: '# إشعارات',
      many: '# إشعارًا',
      other: '# إشعار',
    },
    plural: 'الإشعارات',
  },
  promise: {
    single: 'الموعد الفائت',
    forms: {
      zero: 'لا مواعيد فائتة',
      one: 'موعد فائت واحد',
      two: 'موعدان فائتان',
      few: '# مواعيد فائتة',
      many: '# موعدًا فائتًا',
      other: '# موعد فائت',
    },
    plural: 'المواعيد الفائتة',
  },
  thing: {
    single: 'الحالة',
    forms: { zero: 'لا حالات', one: 'حالة واحدة', two: 'حالتان', few: '# حالات', many: '# حالة', other: '# حالة' },
    plural: 'الحالات',
  },
};
/** Lengths stand behind a preposition here, so the dual is that of the genitive. */
const DAYS: Arabic = { zero: '', one: 'يوم', two: 'يومين', few: '# أيام', many: '# يومًا', other: '# يوم' };
const HOURS: Arabic = { zero: '', one: 'ساعة', two: 'ساعتين', few: '# ساعات', many: '# ساعة', other: '# ساعة' };
const MINUTES: Arabic = {
  zero: '',
  one: 'دقيقة',
  two: 'دقيقتين',
  few: '# دقائق',
  many: '# دقيقة',
  other: '# دقيقة',
};
/** Behind a preposition too. */
const INCIDENTS: Arabic = {
  zero: '',
  one: 'حادثة واحدة',
  two: 'حادثتين',
  few: '# حوادث',
  many: '# حادثة',
  other: '# حادثة',
};
const NAMES = { partner: 'الشريك', carrier: 'شركة الشحن', team: 'الفريق' };
const FIELDS: Readonly<Record<Field, string>> = {
  ...NAMES,
  severity: 'الأهمية',
  since: 'منذ',
  open: 'المفتوح',
  route: 'المسار',
};
const SEVERITIES = { critical: 'حرج', warning: 'تحذير', info: 'للعلم' };
const rate = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
const number = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

/** FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE: what is between them is set by itself, whatever its script. */
const isolate = (name: string): string => `\u2068${name}\u2069`;
/** Numbers with signs between them (`47/50`, `25/11`) would be set from right to left. */
const leftToRight = (text: string): string => `\u2066${text}\u2069`;
const percent = (limit: number): string => leftToRight(`${rate.format(limit * 100)}%`);

const time = ({ time: clock, date }: Moment): string => {
  if (!date) return clock;
  const day = date.year === null ? `${date.day}/${date.month}` : `${date.day}/${date.month}/${date.year}`;
  return leftToRight(`${day} ${clock}`);
};
/** `الساعة 14:32`, `يوم 25/11 الساعة 14:32`. */
const at = ({ time: clock, date }: Moment): string => {
  if (!date) return `الساعة ${clock}`;
  const day = date.year === null ? `${date.day}/${date.month}` : `${date.day}/${date.month}/${date.year}`;
  return `يوم ${leftToRight(day)} الساعة ${clock}`;
};

function span({ days, hours, minutes }: Span): string {
  const parts = [counted(days, DAYS), counted(hours, HOURS), counted(minutes, MINUTES)];
  return parts.filter((part) => part !== '').join(' و');
}
const ago = (length: Span | null): string => (length ? ` (منذ ${span(length)})` : '');
const left = (length: Span | null): string => (length ? ` (بعد ${span(length)})` : '');

export const arabic: Words = {
  direction: 'rtl',
  isolate,
  list: (parts) => parts.join('، '),
  about: (label, text) => `${label}: ${text}`,
  count: (n, noun) => counted(n, NOUNS[noun].forms),
  openOf: (open, total, noun) => `${NOUNS[noun].plural} المفتوحة ${number.format(open)} من ${number.format(total)}`,
  ofIncidents: (what, n, orMore) => `${what} من ${counted(n, INCIDENTS)}${orMore ? ' على الأقل' : ''}`,
  share: (open, total) => `${number.format(open)} من ${number.format(total)}`,
  one: (noun, id) => `${NOUNS[noun].single} ${id}`,
  named: (field, name) => `${NAMES[field]} ${name}`,
  field: (field) => FIELDS[field],
  severity: (severity) => SEVERITIES[severity],
  time,
  missed: (moment, length) => `فات الموعد ${at(moment)}${ago(length)}`,
  firstMissed: (moment, length) => `فات أول موعد ${at(moment)}${ago(length)}`,
  due: (moment, length) => `الموعد ${at(moment)}${left(length)}`,
  firstDue: (moment, length) => `أول موعد ${at(moment)}${left(length)}`,
  escalatedTo: (level) => `تم التصعيد إلى ${level}`,
  met: (moment) => `أُنجز في الموعد، ${at(moment)}`,
  metLate: (moment, late) => `أُنجز ${at(moment)}${late ? ` بتأخير ${span(late)}` : ' متأخرًا'}`,
  cancelled: (moment) => `أُلغي ${at(moment)}`,
  takenBack: 'سُحب التنبيه: تم الوفاء بالموعد',
  standing: ({ num, den, limit, headroom }) =>
    `${leftToRight(`${number.format(num)}/${number.format(den)}`)} والحد ${percent(limit)}: ${
      headroom < 0
        ? `ينقص ${number.format(-headroom)}`
        : headroom === 0
          ? 'بلا هامش متبقٍ'
          : `الهامش المتبقي ${number.format(headroom)}`
    }`,
  burning: (times, limit) =>
    times === null
      ? `الإخفاقات أسرع مما يسمح به الحد ${percent(limit)}`
      : `معدل الإخفاق ${leftToRight(`×${number.format(times)}`)} مقارنةً بما يسمح به الحد ${percent(limit)}`,
  keptAgain: 'عاد إلى الحد المطلوب',
  inWindow: (window) => `الفترة ${window}`,
  still: 'ما زال مفتوحًا',
  resolved: 'انتهى',
  ended: (n) => `انتهى ${number.format(n)}`,
  overAlready: 'فات الموعد وانتهى الأمر',
  soonDue: 'اقترب الموعد',
  acknowledgedBy: (who, until) => `تم تأكيد الاستلام من ${who} حتى ${at(until)}`,
  acknowledgementExpired: (who) => (who === null ? 'انتهت مدة تأكيد الاستلام' : `انتهت مدة تأكيد الاستلام (${who})`),
  customerTold: (moment, channel) =>
    `تم إبلاغ العميل${moment ? ` ${at(moment)}` : ''}${channel === '' ? '' : ` عبر ${channel}`}`,
  toAct: (who, responsibility) =>
    `المسؤول الآن: ${[who.join('، '), responsibility].filter((part) => part !== '').join(': ')}`,
  comment: (text) => `«${text}»`,
  more: (n) => `وهناك ${number.format(n)} غيرها`,
  again: (who, moment) => `أُعيد الإرسال بطلب من ${who} ${at(moment)}`,
  insteadOf: (hook) => `أُرسل هنا لأن الوجهة ${hook} لا تستقبله`,
  heartbeat: (moment) => `نظام ${isolate('Belfry')} يعمل، ${at(moment)}. إذا توقفت هذه الرسالة فقد توقف`,
  test: `اختبار: هنا تصل رسائل ${isolate('Belfry')}`,
  acknowledge: 'تأكيد الاستلام (30 دقيقة)',
  openPage: 'فتح الحادثة',
};
