import { EVENT_TYPES } from '@belfry/ingest/contract';
import { compileCalendar } from '../../processor/src/domain/calendar/compile.ts';
import { type Hours, parseHours } from '../../processor/src/domain/calendar/hours.ts';
import type {
  CompiledCalendar,
  CompiledPack,
  CompiledPromise,
  PauseRule,
  Trigger,
} from '../../processor/src/domain/policy/compiled.ts';
import type { HoursText } from './oracles/calendar.ts';
import type {
  PaperCalendar,
  PaperCheck,
  PaperPause,
  PaperPolicy,
  PaperPromise,
  PaperTrigger,
} from './oracles/clock/paper.ts';

/** A policy on paper as the processor runs it: the one place where the oracle's words and the engine's meet. */

const NOW = Date.UTC(2026, 10, 23);

const compiled = new Map<string, CompiledCalendar>();

function calendarOf(name: string, calendar: PaperCalendar): CompiledCalendar {
  const key = JSON.stringify([name, calendar]);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const hours = (texts: readonly HoursText[] = []): readonly Hours[] =>
    texts.length === 0 ? [] : (parseHours(texts.map((pair) => pair.join('-')).join(', ')) as Hours[]);
  const day = (date: string): number => Date.parse(date) / 86_400_000;
  const [mo, tu, we, th, fr, sa, su] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => hours(calendar.week[weekday]));
  const made = compileCalendar(
    {
      name,
      zone: calendar.zone,
      week: [mo!, tu!, we!, th!, fr!, sa!, su!],
      holidays: new Set(calendar.holidays.map(day)),
      yearly: new Set(),
      exceptions: new Map(Object.entries(calendar.exceptions).map(([date, texts]) => [day(date), hours(texts)])),
    },
    NOW,
  );
  const whole = inWindow(
    made,
    Date.parse(calendar.from),
    Date.parse(calendar.from) + (calendar.days + 60) * 86_400_000,
  );
  compiled.set(key, whole);
  return whole;
}

/** Only what a timeline can reach: sixteen years of spans in each policy would be most of what a test does. */
function inWindow(calendar: CompiledCalendar, from: number, until: number): CompiledCalendar {
  const spans: number[] = [];
  for (let n = 0; n < calendar.spans.length; n += 2) {
    const begin = Math.max(calendar.spans[n]!, from / 60_000);
    const end = Math.min(calendar.spans[n + 1]!, until / 60_000);
    if (begin < end) spans.push(begin, end);
  }
  return { ...calendar, spans, from, until };
}

/** As packs are compiled: a trigger that names a state alone takes every event that the subject can have. */
function trigger({ on, ...rest }: PaperTrigger, subject: PaperPromise['subject']): Trigger {
  const all = EVENT_TYPES.filter((type) => type.startsWith(`${subject}.`) || type.startsWith('customer.'));
  return { on: on.length === 0 && rest.state !== undefined ? all : on, ...rest };
}

function pause(paper: PaperPause, subject: PaperPromise['subject']): PauseRule {
  if ('while' in paper) return paper;
  return { ...paper, from: trigger(paper.from, subject), until: trigger(paper.until, subject) };
}

/** A pack says `then`. It is data that nobody awaits, but that is hard to tell to those who look for promises of another kind. */
const reopening = (on: Trigger, by: 'continue' | 'new-cycle') =>
  Object.fromEntries<unknown>([
    ['on', on],
    ['then', by],
  ]) as unknown as NonNullable<CompiledPromise['reopen']>;

const paperPromise = ({ reopen, restart, ...promise }: PaperPromise): CompiledPromise => ({
  ...promise,
  start: trigger(promise.start, promise.subject),
  stop: trigger(promise.stop, promise.subject),
  cancel: trigger(promise.cancel, promise.subject),
  ...(restart && { restart: trigger(restart, promise.subject) }),
  ...(reopen && { reopen: reopening(trigger(reopen.on, promise.subject), reopen.by) }),
  ...(promise.pauses && { pauses: promise.pauses.map((each) => pause(each, promise.subject)) }),
  title: promise.id,
  kind: 'contractual',
  provenance: '',
  rows: promise.rows.map((row) => ({ ...row, action: '', urgent: false, provenance: '' })),
  ladder: promise.ladder.map((step) => ({ ...step, level: 'L1', role: '', responsibility: '' })),
});

/** @param fields the paths that facts keep: those of all policies of a timeline, since facts are not read again. */
export function paperPack(policy: PaperPolicy, fields: readonly string[] = fieldsNamed(policy)): CompiledPack {
  const { effective, applies, promises, calendars, zoneHours, partnerZones, derived, aliases } = policy;
  const zones = Object.entries(zoneHours).map(([name, hours]) => [name, { name, offsets: [0, hours * 60] }]);
  const partners = Object.entries(partnerZones).map(([id, zone]) => ({
    ...{ id, name: id, market: 'm', zone, tier: '', reviewDay: 1 },
  }));
  return {
    ...{ pack: 'paper', title: '', description: '', effective, applies, kpis: [], partners },
    ...(derived && { derived }),
    ...(aliases && { aliases }),
    calendars: Object.fromEntries(Object.entries(calendars).map(([name, each]) => [name, calendarOf(name, each)])),
    zones: { UTC: { name: 'UTC', offsets: [0, 0] }, ...Object.fromEntries(zones) },
    promises: promises.map(paperPromise),
    fields: [...new Set(fields)].sort(),
  };
}

/** Every path that the policy names anywhere: facts keep these. */
export function fieldsNamed({ promises, derived = [], aliases = {} }: PaperPolicy): string[] {
  const fields = [...derived.flatMap(({ field, from }) => [field, ...from]), ...Object.keys(aliases)];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('field' in value && typeof value.field === 'string') fields.push((value as { field: string }).field);
    for (const each of Object.values(value)) look(each as PaperCheck);
  };
  look(promises);
  return fields;
}
