import type { Explanation } from '../../contract/index.ts';
import { localTime } from '../words/local-time.ts';
import { plain, type Style } from '../words/style.ts';
import { clockWords } from './clock-words.ts';
import { evidenceWords } from './evidence-words.ts';

/**
 * An explanation in words that a manager understands, for a terminal.
 * @param zone an IANA name; without it the zone of the partner.
 */
export function inWords(explanation: Explanation, zone = explanation.zone, style: Style = plain): string {
  const { subject, partner, partnerName, market, carrier, channel, asOf, isPast, clocks, evidence } = explanation;
  const time = localTime(zone, asOf);
  const where = [
    partnerName === partner ? partner : `${partnerName} (${partner})`,
    market === 'default' ? '' : `market ${market}`,
    carrier === '' ? '' : `carrier ${carrier}`,
    channel === '' ? '' : `channel ${channel}`,
  ].filter((part) => part !== '');
  const lines = [
    `${style.strong(subject)}  ${where.join(' · ')}`,
    `${isPast ? 'As it was believed to stand' : 'As it stands'} on ${time.full(asOf)}, ${zone}.`,
    '',
  ];
  if (clocks.length === 0) lines.push('No promise is made to it: no clock runs, and none ever did.', '');
  for (const clock of clocks) lines.push(...clockWords(clock, asOf, time, style), '');
  lines.push(style.strong('What was told, in the order in which it was told'));
  lines.push(...evidenceWords(evidence, clocks, time, style));
  return `${lines.join('\n')}\n`;
}
