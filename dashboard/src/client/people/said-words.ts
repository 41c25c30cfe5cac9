import type { AuditEntry } from '../../contract/people-api.ts';
import { words } from './words.ts';

const { said } = words;
const fieldName = (field: string): string => (words.fields as Readonly<Record<string, string>>)[field] ?? field;

const text = (value: unknown): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? value.map(String).join(words.or) : '';

/** What somebody said, in a few words: `assigned to Omar`. What is not known is shown as it is called. */
export function saidWords({ type, data }: Pick<AuditEntry, 'type' | 'data'>): string {
  switch (type) {
    case 'signal.acknowledged':
      return said.acknowledged;
    case 'signal.assigned':
      return text(data.to) === '' ? said.assignedToNobody : said.assigned(text(data.to));
    case 'silence.set':
      return said.silenced(matcherWords(data.matcher));
    case 'silence.ended':
      return said.ended;
    case 'kpi.excluded':
      return (data.withdrawn === true ? said.countedAgain : said.excluded)(text(data.kpi) || said.allKpis);
    case 'partner.noted':
      return text(data.note) === '' ? said.notedCall : said.noted(text(data.note));
    case 'category.aliased':
      return said.aliased(text(data.from), text(data.to));
    case 'customer.notified':
      return text(data.channel) === '' ? said.told : said.toldBy(text(data.channel));
    default:
      return type;
  }
}

/** `carrier SMSA or DPD, partner p12`. */
export function matcherWords(matcher: unknown): string {
  if (typeof matcher !== 'object' || matcher === null) return '';
  return Object.entries(matcher)
    .map(([field, value]) => `${fieldName(field)} ${text(value)}`)
    .join(words.and);
}
