import type { Notification, NotificationItem } from '../../contract/notification.ts';
import { type ClockSignal, isKpiSignal, isNotice, type KpiSignal } from '../../contract/signal.ts';
import type { Moment } from './moment.ts';
import { plain } from './plain.ts';
import { isShort, type Span, spanOf } from './span.ts';
import { subjectWords } from './subject-words.ts';
import type { Words } from './words.ts';

/** One of a list: which, whose if they differ, and how it stands. `order 8812: partner noor, missed 14:32 (35 min ago)`. */
export function itemLine(
  { state, signal, customerTold }: NotificationItem,
  group: Notification,
  words: Words,
  moment: (instant: number) => Moment,
): string {
  const name = (text: string): string => words.isolate(plain(text));
  if (isNotice(signal)) return name(signal.title);
  const parts: string[] = [];
  if (group.promise === '') parts.push(name(signal.title));
  if (group.partner === '' && signal.partner !== '') parts.push(words.named('partner', name(signal.partner)));
  if (isKpiSignal(signal)) {
    parts.push(standingOf(signal, words));
    return words.list(parts);
  }
  if (group.carrier === '' && signal.carrier !== '') parts.push(words.named('carrier', name(signal.carrier)));
  parts.push(state === 'retracted' ? words.takenBack : standOf(signal, group.at, words, moment));
  if (signal.kind === 'escalated' && signal.level !== '') parts.push(words.escalatedTo(name(signal.level)));
  if (customerTold) parts.push(words.customerTold(moment(customerTold.at), name(customerTold.channel)));
  return words.about(subjectWords(signal.subject, words), words.list(parts));
}

function standOf(signal: ClockSignal, told: number, words: Words, moment: (instant: number) => Moment): string {
  const { kind, due, stop, at } = signal;
  const length = (ms: number): Span | null => (isShort(spanOf(ms)) ? null : spanOf(ms));
  switch (kind) {
    case 'met':
      return words.met(moment(stop ?? at));
    case 'met-late':
      return words.metLate(moment(stop ?? at), length((stop ?? at) - due));
    case 'cancelled':
    case 'cancelled-late':
      return words.cancelled(moment(stop ?? at));
    case 'retracted':
      return words.takenBack;
    case 'at-risk':
    case 'breached':
    case 'escalated':
      return due > told ? words.due(moment(due), length(due - told)) : words.missed(moment(due), length(told - due));
  }
}

/** `47/50 at 95 %: short by 1 (7d)`. */
export function standingOf(signal: KpiSignal, words: Words): string {
  const window = words.inWindow(words.isolate(plain(signal.window)));
  const { num, den, limit, headroom } = signal;
  const said =
    signal.kind === 'kpi-burn'
      ? words.burning(signal.burn?.long ?? signal.burn?.short ?? null, limit)
      : words.standing({ num, den, limit, headroom });
  const kept = signal.kind === 'recovered' ? ` – ${words.keptAgain}` : '';
  return `${said} (${window})${kept}`;
}
