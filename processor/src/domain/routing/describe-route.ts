import type { CompiledRoute, MatchField } from '../../contract/index.ts';
import { durationInWords } from '../policy/describe/in-words.ts';

/** A route as a sentence: "Whatever is critical, outside office-hours, to night and ops; then the next routes." */
export function describeRoute(route: CompiledRoute): string {
  const { threshold, to, goOn } = route;
  const only = threshold === null ? '' : `, once there are ${thresholdInWords(threshold)}`;
  const whom = to.length === 0 ? 'to nobody' : `to ${listed(to, 'and')}`;
  const sentence = `${routeTakes(route)}${only}, ${whom}${goOn ? '; then the next routes' : ''}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** What fits it: `everything`, `what has promise oto/pickup and carrier aramex or smsa, is critical, outside office-hours`. */
export function routeTakes({ when, severity, during }: CompiledRoute): string {
  const fields = Object.entries(when).map(([field, value]) => `${field} ${inOneWord(value as When)}`);
  const parts: string[] = [];
  if (fields.length > 0) parts.push(`what has ${listed(fields, 'and')}`);
  if (severity.length > 0) parts.push(`${fields.length === 0 ? 'whatever ' : ''}is ${inOneWord(severity)}`);
  if (parts.length === 0) parts.push('everything');
  if (during !== null) parts.push(`${during.within ? 'during' : 'outside'} ${during.calendar}`);
  return parts.join(', ');
}

export const thresholdInWords = ({ breaches, withinMs }: NonNullable<CompiledRoute['threshold']>): string =>
  `${breaches} breaches within ${durationInWords(withinMs)}`;

type When = NonNullable<CompiledRoute['when'][MatchField]>;

/** `aramex or smsa`. */
export const inOneWord = (value: When): string => (typeof value === 'string' ? value : listed(value, 'or'));

function listed(words: readonly string[], join: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${join} ${words.at(-1)}`;
}
