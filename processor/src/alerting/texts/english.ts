import { counting } from './counted.ts';
import type { Moment } from './moment.ts';
import type { Span } from './span.ts';
import type { Field, Noun, Words } from './words.ts';

const counted = counting<'one' | 'other'>('en');
const NOUNS: Readonly<Record<Noun, { readonly one: string; readonly other: string }>> = {
  order: { one: 'order', other: 'orders' },
  ticket: { one: 'ticket', other: 'tickets' },
  kpi: { one: 'KPI', other: 'KPIs' },
  notice: { one: 'notice', other: 'notices' },
  promise: { one: 'broken promise', other: 'broken promises' },
  thing: { one: 'case', other: 'cases' },
};
const FIELDS: Readonly<Record<Field, string>> = {
  partner: 'Partner',
  carrier: 'Carrier',
  team: 'Team',
  severity: 'Severity',
  since: 'Since',
  open: 'Open',
  route: 'Route',
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const rate = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 2 });
const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const percent = (limit: number): string => rate.format(limit).replace('%', ' %');
const count = (n: number, noun: Noun): string =>
  counted(n, { one: `# ${NOUNS[noun].one}`, other: `# ${NOUNS[noun].other}` });

const time = ({ time: clock, date }: Moment): string => {
  if (!date) return clock;
  const day = `${date.day} ${MONTHS[date.month - 1]}`;
  return date.year === null ? `${day} ${clock}` : `${day} ${date.year} ${clock}`;
};

function span({ days, hours, minutes }: Span): string {
  const parts = [];
  if (days > 0) parts.push(counted(days, { one: '# day', other: '# days' }));
  if (hours > 0) parts.push(`${hours} h`);
  if (minutes > 0) parts.push(`${minutes} min`);
  return parts.join(' ');
}
const ago = (length: Span | null): string => (length ? ` (${span(length)} ago)` : '');
const left = (length: Span | null): string => (length ? ` (in ${span(length)})` : '');

export const english: Words = {
  direction: 'ltr',
  isolate: (name) => name,
  list: (parts) => parts.join(', '),
  about: (label, text) => `${label}: ${text}`,
  count,
  openOf: (open, total, noun) => `${number.format(open)} of ${count(total, noun)} open`,
  ofIncidents: (what, n, orMore) =>
    `${what} of ${orMore ? 'at least ' : ''}${counted(n, { one: '# incident', other: '# incidents' })}`,
  share: (open, total) => `${number.format(open)} of ${number.format(total)}`,
  one: (noun, id) => `${NOUNS[noun].one} ${id}`,
  named: (field, name) => `${field} ${name}`,
  field: (field) => FIELDS[field],
  severity: (severity) => severity,
  time,
  missed: (at, length) => `missed ${time(at)}${ago(length)}`,
  firstMissed: (at, length) => `first missed ${time(at)}${ago(length)}`,
  due: (at, length) => `due ${time(at)}${left(length)}`,
  firstDue: (at, length) => `first due ${time(at)}${left(length)}`,
  escalatedTo: (level) => `escalated to ${level}`,
  met: (at) => `done in time, ${time(at)}`,
  metLate: (at, late) => `done ${time(at)}${late ? `, ${span(late)} late` : ', late'}`,
  cancelled: (at) => `cancelled ${time(at)}`,
  takenBack: 'taken back: the promise was kept',
  standing: ({ num, den, limit, headroom }) =>
    `${number.format(num)}/${number.format(den)} at ${percent(limit)}: ${
      headroom < 0
        ? `short by ${number.format(-headroom)}`
        : headroom === 0
          ? 'none to spare'
          : `${number.format(headroom)} to spare`
    }`,
  burning: (times, limit) =>
    times === null
      ? `fails too fast for ${percent(limit)}`
      : `fails ${number.format(times)} times as fast as ${percent(limit)} bears`,
  keptAgain: 'kept again',
  inWindow: (window) => window,
  still: 'Still open',
  resolved: 'Resolved',
  ended: (n) => `${number.format(n)} resolved`,
  overAlready: 'Was broken, and is over',
  soonDue: 'Soon due',
  acknowledgedBy: (who, until) => `Acknowledged by ${who} until ${time(until)}`,
  acknowledgementExpired: (who) => (who === null ? 'ACK EXPIRED' : `ACK EXPIRED (${who})`),
  customerTold: (at, channel) => `customer told${at ? ` ${time(at)}` : ''}${channel === '' ? '' : ` by ${channel}`}`,
  toAct: (who, responsibility) =>
    `To act: ${[who.join(', '), responsibility].filter((part) => part !== '').join(': ')}`,
  comment: (text) => `“${text}”`,
  more: (n) => `and ${number.format(n)} more`,
  again: (who, at) => `Sent again, asked for by ${who} at ${time(at)}`,
  insteadOf: (hook) => `Sent here because the hook ${hook} does not take it`,
  heartbeat: (at) => `Belfry is awake, ${time(at)}. If this stops coming, it is not`,
  test: 'A test: this is where Belfry speaks',
  acknowledge: 'Acknowledge (30 min)',
  openPage: 'Open the incident',
};
