import type { Refusal, RefusedVerdict } from '@belfry/ingest/contract';
import { expect, it } from 'vitest';
import { refusalInWords } from './refusal-in-words.ts';

const verdict = (first: Refusal, ...others: Refusal[]): RefusedVerdict => ({
  index: 0,
  id: 'x',
  source: 'belfry',
  status: 'refused',
  ...first,
  ...(others.length > 0 && { others }),
});
const said = (first: Refusal, ...others: Refusal[]) => {
  const { refused, message, remedy } = refusalInWords(verdict(first, ...others));
  return [refused, message, remedy];
};

it('names the field as a form does, and says what to write rather than of which type', () => {
  expect(said({ code: 'MISSING', path: 'data.reason', message: 'is missing: write a string' })).toEqual([
    'reason',
    'The reason is missing.',
    'Write why.',
  ]);
});

it('keeps the remedy of intake where that says more', () => {
  const message = 'is "2026-11-26T12:00", which names no zone: write 2026-11-26T12:00Z if it is UTC';
  expect(said({ code: 'TIME_WITHOUT_ZONE', path: 'data.until', message })).toEqual([
    'until',
    'The end is "2026-11-26T12:00", which names no zone.',
    'Write 2026-11-26T12:00Z if it is UTC.',
  ]);
});

it('is not led astray by what was written', () => {
  const message = 'is "order/a: b", which is no subject of kpi.excluded: write order/8812 or ticket/T-9';
  expect(said({ code: 'SUBJECT_FORM', path: 'subject', message })).toEqual([
    'subject',
    'What it is about is "order/a: b", which is no subject of kpi.excluded.',
    'Write order/8812 or ticket/T-9.',
  ]);
});

it('tells all faults at once, those alike only once', () => {
  const why = { code: 'WRONG_VALUE', path: 'data.reason', message: 'is empty: write why' } as const;
  const note = { code: 'WRONG_VALUE', path: 'data.unheard.of', message: 'is odd' } as const;
  expect(said(why, note, why)).toEqual([
    'reason',
    'The reason is empty. "unheard.of" is odd.',
    'Write why. Write it as /docs/api says.',
  ]);
});
