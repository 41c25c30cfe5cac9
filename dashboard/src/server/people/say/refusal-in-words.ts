import type { Refusal, RefusedVerdict } from '@belfry/ingest/contract';
import { RefusedQuestion } from '../../drilldown/refused-question.ts';

/** What the fields of an event are called where people fill them in, and what to write where something is missing. */
const FIELDS: Readonly<Record<string, readonly [words: string, remedy: string]>> = {
  id: ['The Idempotency-Key', 'Write one line of 256 characters at most.'],
  subject: ['What it is about', 'Write for instance order/8812 or incident/inc_4f1c.'],
  'data.who': ['The name', 'Write your name.'],
  'data.reason': ['The reason', 'Write why.'],
  'data.until': ['The end', 'Write until when, with its zone: 2026-11-27T18:00:00+03:00.'],
  'data.matcher': ['What it hides', 'Write it by field, for instance {"partner": "p12"}.'],
  'data.evidence': ['The evidence', 'Write it as text.'],
  'data.note': ['The note', 'Write it as text.'],
  'data.nextCall': ['The next call', 'Write when, with its zone: 2026-11-27T10:00:00+03:00.'],
  'data.to': ['Whom it is given to', 'Write a name, or leave it out.'],
};

/** Where the fault ends and the remedy begins in what intake says: `is empty: write why`. */
const REMEDY = /: (?=(?:write|leave|name|shorten|send|a silence)\b)/;

/** What intake found wrong, said to whoever filled it in. */
export function refusalInWords({ others = [], ...first }: RefusedVerdict): RefusedQuestion {
  const faults = [first, ...others].map(inWords);
  const all = (which: 'reason' | 'remedy'): string => [...new Set(faults.map((fault) => fault[which]))].join(' ');
  return new RefusedQuestion(400, first.path.replace(/^data\./, '') || 'event', all('reason'), all('remedy'));
}

function inWords({ code, path, message }: Refusal): { reason: string; remedy: string } {
  const known = FIELDS[path];
  const cut = REMEDY.exec(message);
  const fault = cut === null ? message : message.slice(0, cut.index);
  const told = cut === null ? 'Write it as /docs/api says.' : sentence(message.slice(cut.index + 2));
  const isOpen = code === 'MISSING' || code === 'WRONG_TYPE';
  return {
    reason: sentence(`${known?.[0] ?? `"${path.replace(/^data\./, '')}"`} ${fault}`),
    // What intake asks of programs ("write a string") helps nobody who looks at a form.
    remedy: known !== undefined && (isOpen || cut === null) ? known[1] : told,
  };
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
