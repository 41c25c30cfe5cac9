import { inFull, subjectName } from './number.ts';
import { words } from './words.ts';

interface Common {
  readonly subject: string;
  readonly partner: string;
  readonly partnerName: string;
  readonly carrier: string;
}

/**
 * What all of an incident has in common, as people call it, the most telling first: `8812` and `Noor`, `Noor` and `DHL`,
 * or `several partners`. Names of each, so that each can be set in its own direction.
 */
export function whereOf({ subject, partner, partnerName, carrier }: Common): readonly string[] {
  const who = partnerName || partner;
  // A partner's number is about the partner: its id says no more than its name.
  const names = subject === '' ? [who, carrier] : subject.startsWith('partner/') ? [who] : [subjectName(subject), who];
  const known = names.filter((word) => word !== '');
  return known.length > 0 ? known : [words.severalPartners];
}

/** `2 incidents`, `1 incident`. */
export const incidentsInWords = (count: number): string => words.incidents(count, inFull(count));
