import { describe, expect, it } from 'vitest';
import { NOW, shop } from '../../../../../test/support/linted-pack.ts';
import type { CompiledPack } from '../compiled.ts';
import { parsePack } from '../parse-pack.ts';
import { diffPacks } from './diff-packs.ts';

const DAY_MS = 86_400_000;

function pack(source: string, now = NOW): CompiledPack {
  const parsed = parsePack(source, 'shop.yaml', now);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.compiled;
}
const told = (before: string, after: string): string[] =>
  diffPacks(pack(before), pack(after)).map(
    ({ change, what, name, sentence }) => `${change} ${what} ${name}: ${sentence}`,
  );

const TARGETS = '[{ name: edit, when: { category: a }, target: 6 hours, team: L2 }, { name: rest, target: TBD }]';
const BEFORE = shop({ targets: TARGETS });

it('says nothing about the same pack, also when it was compiled on another day', () => {
  expect(diffPacks(pack(BEFORE), pack(BEFORE, NOW + 40 * DAY_MS))).toEqual([]);
});

describe('rows', () => {
  it('that changed, came and went', () => {
    const targets =
      '[{ name: edit, when: { category: [a, b] }, target: 3 hours, team: "L2, L3", urgent: true }, { name: wish, target: "-", starts: during office }, { name: other, target: 1 hour }]';
    expect(told(BEFORE, shop({ targets }))).toEqual([
      'changed row edit: Edit: in 3 h, round the clock instead of in 6 h, round the clock',
      'changed row edit: Edit: for category is a or b instead of category is a',
      'changed row edit: Edit: team L2, L3 instead of L2',
      'changed row edit: Edit: urgent now',
      'added row wish: New: Wish: no target, if it begins during office',
      'added row other: New: Other: resolve in 1 h, round the clock',
      'removed row rest: No longer promised: Rest: target not set yet',
    ]);
  });
  it('that stand in another order', () => {
    const [a, b] = [
      '{ name: a, when: { category: a }, target: 1 hour, team: L1 }',
      '{ name: b, when: { channel: b }, target: 2 hours }',
    ];
    expect(told(shop({ targets: `[${a}, ${b}]` }), shop({ targets: `[${b}, ${a}]` }))).toEqual([
      'changed promise shop/answer: Answer: the rows stand in another order, and the first that fits rules',
    ]);
  });
  it('bind the teams that answer for them, before and after', () => {
    const after = shop({ targets: TARGETS.replace('team: L2', 'team: "L2, L3"') });
    expect(diffPacks(pack(BEFORE), pack(after))[0]).toMatchObject({ promise: 'shop/answer', binds: ['L2', 'L3'] });
  });
});

describe('promises', () => {
  const other = `  ask:
    title: Ask
    subject: ticket
    kind: contractual
    start: ticket.created
    stop: ticket.message
    provenance: x
    targets: [{ name: all, target: 5 minutes, team: chat }]
`;
  it('that came and went', () => {
    expect(told(BEFORE, BEFORE + other)).toEqual([
      'added promise shop/ask: New promise: Ask: answer in 5 min, round the clock, chat',
    ]);
    expect(told(BEFORE + other, BEFORE)).toEqual([
      'removed promise shop/ask: No longer promised: Ask: answer in 5 min, round the clock, chat',
    ]);
  });
  it('whose terms changed', () => {
    const terms = {
      targets: TARGETS,
      kind: 'contractual',
      stop: '[ticket.resolved, ticket.closed]',
      pause: '[{ name: w, while: { waitingOn: customer }, holder: customer }]',
      reopen: '{ on: ticket.reopened, then: continue }',
      cause: 'team',
    };
    expect(told(BEFORE, shop(terms))).toEqual([
      'changed promise shop/answer: Answer: is promised by contract instead of an objective of our own',
      'changed promise shop/answer: Answer: is kept by ticket.resolved or ticket.closed instead of ticket.resolved',
      'changed promise shop/answer: Answer: when reopened: continue on ticket.reopened instead of nothing',
      'changed promise shop/answer: Answer: does not count while waitingOn is customer (customer) instead of never',
      'changed promise shop/answer: Answer: has one incident for each team instead of partner',
    ]);
  });
  it('whose ladder changed', () => {
    const step = (name: string, at: string) =>
      `{ name: ${name}, at: ${at}, level: L1, role: lead, responsibility: Help. }`;
    const before = shop({ ladder: `[${step('a', '50 %')}, ${step('b', '75 %')}]` });
    expect(told(before, shop({ ladder: `[${step('b', '90 %')}, ${step('c', '1 hour after')}]` }))).toEqual([
      'changed step b: Answer: step b, at 90 % of the target to L1, lead: Help. instead of at 75 % of the target to L1, lead: Help.',
      'added step c: Answer: new step, 1 h after the deadline, round the clock to L1, lead: Help.',
      'removed step a: Answer: no step any more at 50 % of the target to L1, lead: Help.',
    ]);
  });
});

describe('the rest of a pack', () => {
  it('its date and whom it concerns', () => {
    expect(told(BEFORE, BEFORE.replace('2026-01-01', '2026-07-01\napplies: open'))).toEqual([
      'changed pack shop: Rules clocks that start from 2026-07-01 on',
      'changed pack shop: Clocks that run already are judged again under this version',
    ]);
  });
  it('calendars, with the days', () => {
    const office = 'monday to friday: 09:00-18:00 }';
    const holiday = BEFORE.replace(office, `${office}, every-year: { 12-25: Christmas }`);
    expect(told(BEFORE, holiday)).toEqual([
      'changed calendar office: The calendar office has other hours on 2012-12-25, 2013-12-25, 2014-12-25 and 13 more days',
    ]);
    expect(told(BEFORE, BEFORE.replace('Europe/Prague', 'Europe/Berlin'))).toEqual([
      'changed calendar office: The calendar office is in Europe/Berlin instead of Europe/Prague',
    ]);
    expect(told(BEFORE, BEFORE.replace('office:', 'shop:'))).toEqual([
      'added calendar shop: New calendar shop',
      'removed calendar office: The calendar office is gone',
    ]);
  });
  it('KPIs', () => {
    const kpi = (block: string) =>
      `kpis: { k: { title: K, counts: { promise: answer }, window: 7 days, block: ${block}, provenance: x } }\n`;
    expect(told(BEFORE, BEFORE + kpi('90 %'))).toEqual(['added kpi shop/k: New KPI: K, at least 90 %']);
    expect(told(BEFORE + kpi('90 %'), BEFORE + kpi('92.5 %'))).toEqual([
      'changed kpi shop/k: K: blocks unless at least 92.5 % instead of at least 90 %',
      'changed kpi shop/k: K: warns unless at least 92.5 % instead of at least 90 %',
      'changed kpi shop/k: K: recovers with at least 92.5 % instead of at least 90 %',
    ]);
    expect(told(BEFORE + kpi('90 %'), BEFORE)).toEqual(['removed kpi shop/k: No longer a KPI: K']);
  });
  it('partners, tables and aliases', () => {
    const partner = (tier: string) =>
      `partners: { p1: { name: Noor, market: sa, zone: Asia/Riyadh, tier: ${tier}, review-day: 1 } }\n`;
    expect(told(BEFORE + partner('gold'), BEFORE + partner('silver'))).toEqual([
      'changed partner p1: Noor: tier silver instead of gold',
    ]);
    const derive = (low: string) =>
      `derive: { priority: { from: [impact, urgency], table: { high: { low: ${low} } } } }\n`;
    expect(told(BEFORE, BEFORE + derive('P1'))).toEqual([
      'added field priority: priority is worked out from impact and urgency',
    ]);
    expect(told(BEFORE + derive('P1'), BEFORE + derive('P2'))).toEqual([
      'changed field priority: priority is worked out from impact and urgency by another table',
    ]);
    expect(told(BEFORE, `${BEFORE}aliases: { category: { A: a } }\n`)).toEqual([
      'added field category: category "A" is taken for "a"',
    ]);
  });
});
