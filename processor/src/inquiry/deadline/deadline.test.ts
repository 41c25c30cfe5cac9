import { describe, expect, it } from 'vitest';
import { parsePack } from '../../domain/policy/parse-pack.ts';
import { RefusedError } from '../refusal.ts';
import { deadline } from './deadline.ts';
import { deadlineInWords } from './deadline-words.ts';

const YAML = `
pack: shop
title: Shop support
description: How soon we answer.
effective: 2026-01-01
calendars:
  office:
    zone: Asia/Riyadh
    hours: { sunday to thursday: 09:00-18:00 }
promises:
  answer:
    title: Answer
    subject: ticket
    kind: contractual
    start: ticket.created
    stop: ticket.message
    cancel: ticket.deleted
    counting: { hours: office, days: office, a-day: same time }
    provenance: Contract, section 3
    ladder:
      - { name: half, at: 50 %, level: L1, role: the team, responsibility: Answer it. }
    targets:
      - { name: urgent, when: { priority: P1, vip: true }, target: 6 hours, team: L2, action: Answer. }
      - { name: billing, when: { category: billing }, target: 2 business days, team: L1, action: Answer. }
      - { name: day, when: { category: parcel }, target: until promise.deliverBy, team: L1, action: Answer. }
      - { name: rest, target: "-", team: L1, action: Answer. }
`;

const parsed = parsePack(YAML, 'shop.yaml', Date.parse('2026-11-20T00:00:00Z'));
if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
const packs = [{ number: 7, pack: parsed.compiled }];

/** Thursday, half an hour before the weekend. */
const THURSDAY = Date.parse('2026-11-26T17:30:00+03:00');
const ask = (data: Record<string, unknown>, start = THURSDAY, promise = 'shop/answer') =>
  deadline(packs, { promise, start, data });
const iso = (instant: number | null): string => (instant === null ? 'none' : new Date(instant).toISOString());

describe('a deadline', () => {
  it('in working time is reached span by span', () => {
    const [row] = ask({ priority: 'P1', vip: true }).rows;
    expect(iso(row!.due)).toBe('2026-11-29T11:30:00.000Z');
    expect(row!.walk.map(({ from, to, isCounted }) => [iso(from), iso(to), isCounted])).toEqual([
      ['2026-11-26T14:30:00.000Z', '2026-11-26T15:00:00.000Z', true],
      ['2026-11-26T15:00:00.000Z', '2026-11-29T06:00:00.000Z', false],
      ['2026-11-29T06:00:00.000Z', '2026-11-29T11:30:00.000Z', true],
    ]);
    expect(row!.steps.map(({ name, at }) => [name, iso(at)])).toEqual([['half', '2026-11-29T08:30:00.000Z']]);
  });

  it('in business days names the days that count', () => {
    const [row] = ask({ priority: 'P2', category: 'billing' }).rows;
    expect(iso(row!.due)).toBe('2026-11-30T14:30:00.000Z');
    expect(row!.days.map(iso)).toEqual(['2026-11-29T06:00:00.000Z', '2026-11-30T06:00:00.000Z']);
  });

  it('is shown for the next starts before a night, before a weekend and within them', () => {
    const [row] = ask({ priority: 'P1', vip: true }, Date.parse('2026-11-24T10:00:00+03:00')).rows;
    expect(row!.examples.map(({ start, due }) => [iso(start), iso(due)])).toEqual([
      ['2026-11-24T14:30:00.000Z', '2026-11-25T11:30:00.000Z'],
      ['2026-11-24T22:30:00.000Z', '2026-11-25T12:00:00.000Z'],
      ['2026-11-25T06:00:00.000Z', '2026-11-25T12:00:00.000Z'],
      ['2026-11-26T14:30:00.000Z', '2026-11-29T11:30:00.000Z'],
      ['2026-11-27T22:30:00.000Z', '2026-11-29T12:00:00.000Z'],
    ]);
  });

  it('is told for each row that may fit, and for none behind the first that does', () => {
    const names = (data: Record<string, unknown>) => ask(data).rows.map(({ row, fits }) => `${row.name} ${fits}`);
    expect(names({})).toEqual(['urgent false', 'billing false', 'day false', 'rest true']);
    expect(names({ category: 'billing' })).toEqual(['urgent false', 'billing true']);
    expect(names({ priority: 'P2', category: 'other' })).toEqual(['rest true']);
  });

  it('that is promised is what the data promises, or none', () => {
    const promised = (promise?: object) => ask({ priority: 'P2', category: 'parcel', promise }).rows[0]!;
    expect(iso(promised({ deliverBy: '2026-12-01T12:00:00Z' }).due)).toBe('2026-12-01T12:00:00.000Z');
    expect(promised().due).toBeNull();
  });

  it.each([
    ['shop/anwser', THURSDAY, 'Did you mean shop/answer?'],
    ['warehouse', THURSDAY, 'There are shop/answer.'],
    ['shop/answer', Date.parse('2025-12-31T00:00:00Z'), 'Ask for a start from 2026-01-01T00:00:00.000Z on.'],
    ['shop/answer', Date.parse('2032-11-19T12:00:00Z'), 'compiles it six years ahead'],
  ])('of %s is refused with a remedy where there is none', (promise, start, remedy) => {
    const refused = () => ask({ priority: 'P1', vip: true }, start, promise);
    expect(refused).toThrow(RefusedError);
    expect(refused).toThrow(remedy);
  });

  it('is told in words, in the zone in which it counts', () => {
    const words = deadlineInWords(ask({ priority: 'P1', vip: true }, THURSDAY, 'shop'));
    expect(words.split('\n').slice(0, 9)).toEqual([
      'Answer  shop/answer, contractual, version 7 in force since Thu 1 Jan',
      'Started on Thu 26 Nov 2026 17:30:00, Asia/Riyadh.',
      'Written in Contract, section 3',
      '',
      'due Sun 29 Nov 14:30:00  Urgent: answer in 6 h of working time on office, L2 (row urgent)',
      '  the first row that fits: priority is P1 and vip is true',
      '  Thu 26 Nov 17:30 - 18:00  counted 30 min',
      '  Thu 26 Nov 18:00 - Sun 29 Nov 09:00  off hours',
      '  Sun 29 Nov 09:00 - 14:30  counted 5 h 30 min',
    ]);
  });
});
