import type { AuditEntry } from '../../contract/people-api.ts';

const text = (value: unknown): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? value.map(String).join(' or ') : '';

/** What somebody said, in a few words: `assigned to Omar`. What is not known is shown as it is called. */
export function saidWords({ type, data }: Pick<AuditEntry, 'type' | 'data'>): string {
  switch (type) {
    case 'signal.acknowledged':
      return 'acknowledged';
    case 'signal.assigned':
      return text(data.to) === '' ? 'assigned to nobody' : `assigned to ${text(data.to)}`;
    case 'silence.set':
      return `silenced ${matcherWords(data.matcher)}`;
    case 'silence.ended':
      return 'ended the silence';
    case 'kpi.excluded':
      return `${data.withdrawn === true ? 'counted again in' : 'excluded from'} ${text(data.kpi) || 'all KPIs'}`;
    case 'partner.noted':
      return text(data.note) === '' ? 'noted the next call' : `noted: ${text(data.note)}`;
    case 'category.aliased':
      return `${text(data.from)} is also ${text(data.to)}`;
    case 'customer.notified':
      return `told the customer${text(data.channel) === '' ? '' : ` by ${text(data.channel)}`}`;
    default:
      return type;
  }
}

/** `carrier SMSA or DPD, partner p12`. */
export function matcherWords(matcher: unknown): string {
  if (typeof matcher !== 'object' || matcher === null) return '';
  return Object.entries(matcher)
    .map(([field, value]) => `${field} ${text(value)}`)
    .join(', ');
}
